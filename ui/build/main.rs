//! Compiles the pages, and lists their texts for the proof that nothing of a person stays. Debug info stays in every
//! profile: the tour and the tests find buttons by their labels.

mod texts;

fn main() {
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent-light".into())
        .with_bundled_translations("lang")
        .with_debug_info(true);
    if let Err(error) = slint_build::compile_with_config("all.slint", config) {
        println!("cargo::error={error}");
        std::process::exit(1);
    }
    let out = std::env::var_os("OUT_DIR").map(std::path::PathBuf::from).unwrap_or_default();
    if let Err(error) = texts::list("all.slint").and_then(|code| std::fs::write(out.join("texts.rs"), code)) {
        println!("cargo::error=the list of texts: {error}");
        std::process::exit(1);
    }
}
