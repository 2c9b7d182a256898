namespace Pipeline.Terminal.Commands;

/// <summary>
/// A photo to try the pipeline with, beside the program. It is stored rotated, with EXIF orientation 6, and has metadata that renditions
/// must not have: place, camera, date.
/// </summary>
public static class SamplePhoto
{
    /// <summary>Its key in the uploads bucket.</summary>
    public const string Key = "sample.jpg";

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "statemachine", "samples", "photo.jpg");
}
