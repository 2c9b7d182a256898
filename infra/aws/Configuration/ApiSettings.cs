namespace Pipeline.Infra.Configuration;

/// <param name="Authorizer"><see cref="Iam"/>, <see cref="Jwt"/> or <see cref="None"/>.</param>
/// <param name="JwtIssuer">Issuer of the tokens; null without tokens.</param>
/// <param name="JwtAudiences">Audiences of the tokens; empty without tokens.</param>
/// <param name="HasCallerPrefix">Whether the keys of a caller begin with the subject of its token.</param>
/// <param name="ReservedConcurrency">Concurrent requests that may wait for an outcome; null if none may.</param>
/// <param name="ThrottlingRate">Requests a second.</param>
/// <param name="ThrottlingBurst">Requests above that in a rush.</param>
internal sealed record ApiSettings(
    string Authorizer, string? JwtIssuer, IReadOnlyList<string> JwtAudiences, bool HasCallerPrefix, int? ReservedConcurrency, int ThrottlingRate, int ThrottlingBurst)
{
    public const string Iam = "iam";

    public const string Jwt = "jwt";

    public const string None = "none";

    /// <returns>Null if the stack has no API.</returns>
    public static ApiSettings? Read(SettingSource source)
    {
        var hasApi = Settings.Api.Read(source);
        var authorizer = Settings.ApiAuthorizer.Read(source);
        var isJwt = authorizer == Jwt;
        var settings = new ApiSettings(
            authorizer, Settings.ApiJwtIssuer.Read(source), Settings.ApiJwtAudience.Read(source), Settings.ApiCallerPrefix.Read(source) && isJwt,
            Settings.ApiReservedConcurrency.ReadOptionalInt(source), Settings.ApiThrottlingRate.ReadInt(source), Settings.ApiThrottlingBurst.ReadInt(source));
        if (!hasApi)
        {
            return null;
        }

        settings.CheckTokens(source);
        settings.CheckKeys(source);
        return settings;
    }

    private void CheckTokens(SettingSource source)
    {
        if (Authorizer == Jwt)
        {
            if (source.GetText(Settings.ApiJwtIssuer) is null)
            {
                source.AddProblem($"{Settings.ApiAuthorizer.Name} is {Jwt}; it needs {Settings.ApiJwtIssuer.Name}, the issuer of the tokens");
            }

            if (source.GetText(Settings.ApiJwtAudience) is null)
            {
                source.AddProblem($"{Settings.ApiAuthorizer.Name} is {Jwt}; it needs {Settings.ApiJwtAudience.Name}: without an audience, tokens for other services would be accepted");
            }

            return;
        }

        foreach (var setting in new Setting[] { Settings.ApiJwtIssuer, Settings.ApiJwtAudience, Settings.ApiCallerPrefix })
        {
            if (source.GetText(setting) is not (null or "false"))
            {
                source.AddProblem($"{setting.Name} is set, and {Settings.ApiAuthorizer.Name} is {Authorizer}; it needs {Settings.ApiAuthorizer.Name} {Jwt}");
            }
        }
    }

    private void CheckKeys(SettingSource source)
    {
        if (HasCallerPrefix && source.GetText(Settings.KeyPrefix) is { } prefix)
        {
            source.AddProblem($"{Settings.KeyPrefix.Name} is \"{prefix}\", and with {Settings.ApiCallerPrefix.Name} the keys of the API begin with their caller, "
                + $"so that none would be an image; set {Settings.ApiCallerPrefix.Name} to false, or take {Settings.KeyPrefix.Name} off");
        }
    }

    /// <summary>Reports origins that API Gateway does not take.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html">API Gateway Developer Guide, CORS for HTTP APIs</seealso>
    public static void CheckOrigins(SettingSource source, IReadOnlyList<string> origins)
    {
        foreach (var origin in origins.Where(origin => origin.Contains('*', StringComparison.Ordinal) && origin is not ("*" or "https://*" or "http://*")))
        {
            source.AddProblem($"{Settings.CorsOrigins.Name} has {origin}; API Gateway takes whole origins, *, https://* and http://*: name each origin, or set {Settings.Api.Name} to false");
        }
    }
}
