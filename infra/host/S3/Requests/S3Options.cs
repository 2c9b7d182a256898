namespace Pipeline.Host.S3.Requests;

/// <summary>Limits of the S3 endpoints.</summary>
/// <param name="MaxUploadBytes">Maximum size of one object, in bytes, uploaded at once or in parts.</param>
public sealed record S3Options(long MaxUploadBytes);
