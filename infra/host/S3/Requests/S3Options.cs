namespace Pipeline.Host.S3.Requests;

/// <param name="MaxUploadBytes">Most bytes of one object, whether it comes at once or in parts.</param>
public sealed record S3Options(long MaxUploadBytes);
