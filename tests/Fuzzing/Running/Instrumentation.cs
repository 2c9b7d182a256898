using SharpFuzz;

namespace Pipeline.Fuzzing.Running;

/// <summary>
/// Lets the product's assemblies, and two libraries that parse for it, record which branches they take. SharpFuzz rewrites their IL in this
/// program's output folder, which needs no native tools. A build puts the originals back.
/// </summary>
internal static class Instrumentation
{
    /// <summary>Loops over pixels would spend their time counting.</summary>
    private static readonly string[] Left = ["Pipeline.Imaging.Resampling", "Pipeline.Imaging.Compositing", "Pipeline.Imaging.Placeholders", "Pipeline.Imaging.Attention", "Pipeline.Imaging.Colours"];

    public static void Apply()
    {
        var assemblies = Directory.EnumerateFiles(AppContext.BaseDirectory, "Pipeline.*.dll")
            .Where(file => Path.GetFileNameWithoutExtension(file) != typeof(Instrumentation).Assembly.GetName().Name)
            .Concat([Path.Combine(AppContext.BaseDirectory, "MetadataExtractor.dll"), Path.Combine(AppContext.BaseDirectory, "Newtonsoft.Json.dll")]);
        foreach (var file in assemblies)
        {
            try
            {
                _ = Fuzzer.Instrument(file, type => !Left.Any(name => type.StartsWith(name, StringComparison.Ordinal)), Options.Value).ToList();
            }
            catch (InstrumentationException exception) when (exception.Message.Contains("already", StringComparison.Ordinal))
            {
                // Since the last build.
            }
        }
    }
}
