using System.CommandLine;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Markup;

namespace Pipeline.Terminal.Commands;

/// <summary>The options of <c>images show</c> that print the HTML of an image instead of its record.</summary>
public sealed class HtmlOptions
{
    private readonly Option<bool> _html = new("--html") { Description = "Print HTML that shows the image: a <picture> with its renditions. The console shows the same text." };

    private readonly Option<string?> _baseUrl = new("--base-url") { Description = "With --html: address below which the renditions are.", HelpName = "URL" };

    /// <summary>Adds the options. <paramref name="json"/> prints the record, so it excludes them.</summary>
    public void AddTo(Command command, Option<bool> json)
    {
        _baseUrl.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsAddress(token.Value))
            {
                result.AddError($"--base-url is '{token.Value}'; it must be an address such as https://images.example.com, or a path such as /renditions.");
            }
        });
        command.Options.Add(_html);
        command.Options.Add(_baseUrl);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_html) && result.GetValue(json))
            {
                result.AddError("--html and --json exclude each other.");
            }

            // A wrong address has its own message.
            if (result.GetResult(_baseUrl) is { Tokens: [var token] } && IsAddress(token.Value) && !result.GetValue(_html))
            {
                result.AddError("--base-url needs --html.");
            }
        });
    }

    /// <summary>Whether to print HTML.</summary>
    public bool IsWanted(ParseResult result) => result.GetValue(_html);

    /// <summary>The address that the command line gives; null if it gives none.</summary>
    public string? FindBaseUrl(ParseResult result) => result.GetValue(_baseUrl);

    /// <summary>Creates the HTML of an image.</summary>
    /// <exception cref="UsageException">The image has no renditions.</exception>
    public static string Create(ImageRecord record, string baseUrl) =>
        PictureMarkup.Create(record, baseUrl) ?? throw new UsageException($"{record.ImageId} has no renditions to show.");

    private static bool IsAddress(string text) =>
        text.StartsWith('/') || (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps));
}
