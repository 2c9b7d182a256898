using Pipeline.Http.Routes;
using Pipeline.Lambda;

namespace Pipeline.Api;

/// <summary>The API's settings from the deployment.</summary>
internal static class ApiSettings
{
    /// <exception cref="InvalidSettingException">A setting is missing or not within its bounds.</exception>
    public static ApiOptions Read(FunctionSettings settings) => new(
        settings.UploadsBucket, settings.Limits.MaxBytes, settings.RenditionsUrl, settings.HasCallerPrefix, settings.ApiWait);
}
