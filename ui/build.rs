//! Compiles the pages. Debug info stays in every profile: the tour and the tests find buttons by their labels.

fn main() {
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent-light".into())
        .with_bundled_translations("lang")
        .with_debug_info(true);
    if let Err(error) = slint_build::compile_with_config("all.slint", config) {
        println!("cargo::error={error}");
        std::process::exit(1);
    }
}
