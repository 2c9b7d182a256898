using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Signatures;
using Pipeline.Local.Serving;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The options that say who may use the host.</summary>
internal sealed class AccessOptions
{
    /// <summary>Environment variables for the credentials, because other users of a machine can see command lines.</summary>
    public const string AccessKeyVariable = "PIPELINE_ACCESS_KEY_ID";
    public const string SecretKeyVariable = "PIPELINE_SECRET_ACCESS_KEY";

    private const string Loopback = "localhost";

    private readonly Option<string> _listen = new("--listen")
    {
        Description = "Address to listen on: localhost, or an IP address of this machine; 0.0.0.0 or :: for all of them.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => Loopback,
    };

    private readonly Option<IReadOnlyList<HostString>> _allowHost = new("--allow-host")
    {
        Description = "Another name under which clients may reach the host, such as photos.lan, or localhost:9000 for a forwarded port. Repeat it for others.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var names = new List<HostString>();
            foreach (var token in result.Tokens)
            {
                if (AllowedHosts.TryParse(token.Value) is { } name)
                {
                    names.Add(name);
                }
                else
                {
                    result.AddError($"--allow-host is '{token.Value}'; it must be a name, with or without a port, such as photos.lan or localhost:9000.");
                }
            }

            return names;
        },
    };

    private readonly Option<AllowedOrigins?> _allowOrigin = OriginOption.Create();

    private readonly Option<string?> _accessKey = new("--access-key")
    {
        Description = $"Access key that signs requests to S3 and Step Functions. Default: {AccessKeyVariable}; without one, no request needs a signature.",
        HelpName = "ID",
    };

    private readonly Option<string?> _secretKey = new("--secret-key")
    {
        Description = $"Secret of the access key. Default: {SecretKeyVariable}.",
        HelpName = "SECRET",
    };

    public void AddTo(Command command)
    {
        _listen.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ParseAddress(token.Value) is null && token.Value != Loopback)
            {
                result.AddError($"--listen is '{token.Value}'; it must be {Loopback} or an IP address.");
            }
        });
        command.Options.Add(_listen);
        command.Options.Add(_allowHost);
        command.Options.Add(_allowOrigin);
        command.Options.Add(_accessKey);
        command.Options.Add(_secretKey);
    }

    /// <exception cref="UsageException">There is an access key without a secret, or a secret without an access key, or one that cannot sign.</exception>
    public HostAccess Read(ParseResult result)
    {
        var access = new HostAccess
        {
            Address = ParseAddress(result.GetRequiredValue(_listen)),
            Origins = result.GetValue(_allowOrigin) ?? AllowedOrigins.None,
            Credentials = ReadCredentials(result),
        };
        return access with { Hosts = new(result.GetRequiredValue(_allowHost), anyAddress: access.IsOpen) };
    }

    private HostCredentials? ReadCredentials(ParseResult result)
    {
        var accessKey = result.GetValue(_accessKey) ?? Environment.GetEnvironmentVariable(AccessKeyVariable);
        var secretKey = result.GetValue(_secretKey) ?? Environment.GetEnvironmentVariable(SecretKeyVariable);
        return (accessKey, secretKey) switch
        {
            (null or "", null or "") => null,
            ({ Length: > 0 }, null or "") => throw new UsageException($"There is an access key without its secret. Set --secret-key or {SecretKeyVariable}."),
            (null or "", _) => throw new UsageException($"There is a secret key without its access key. Set --access-key or {AccessKeyVariable}."),
            _ when !accessKey.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') =>
                throw new UsageException("The access key may have letters, digits, '-', '_' and '.' only: other characters have a meaning in signatures."),
            _ => new(accessKey, secretKey!),
        };
    }

    private static IPAddress? ParseAddress(string text) => IPAddress.TryParse(text.Trim('[', ']'), out var address) && (text.Contains('.') || text.Contains(':')) ? address : null;
}
