namespace Pipeline.Local.Serving.S3;

/// <param name="MaxUploadBytes">Most bytes of one object, whether it comes at once or in parts.</param>
internal sealed record S3Options(long MaxUploadBytes);
