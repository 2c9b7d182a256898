using System.CommandLine;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;

namespace Pipeline.Terminal.Commands;

/// <summary>What <c>images describe</c> takes, on one machine and for a stack.</summary>
public sealed class CaptionOptions
{
    private readonly Option<string?> _alt = new("--alt")
    {
        Description = $"Alternative text, one line of up to {ImageDescription.MaxTextLength} characters. No model ever overwrites it.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _language = new("--language") { Description = "Language of the text, such as en or pt-BR.", HelpName = "TAG" };
    private readonly Option<bool> _clear = new("--clear") { Description = "Take your text back. A model can then describe the image again." };

    public CaptionOptions() => _language.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !CaptionRules.IsLanguage(token.Value))
        {
            result.AddError($"--language is '{token.Value}'; it must be {CaptionRules.LanguageSyntax}.");
        }
    });

    /// <summary>The key of the image, which <c>images release</c> takes, too.</summary>
    public static Argument<string> CreateKey() => new("KEY") { Description = "Key of the image, or BUCKET/KEY." };

    public void AddTo(Command command)
    {
        command.Options.Add(_alt);
        command.Options.Add(_language);
        command.Options.Add(_clear);
    }

    /// <summary>What the person says.</summary>
    /// <exception cref="UsageException">There is no text, or one that cannot be an alternative text.</exception>
    public Caption Read(ParseResult result)
    {
        var isCleared = result.GetValue(_clear);
        if (isCleared == result.GetValue(_alt) is not null)
        {
            throw new UsageException(isCleared ? "--alt and --clear exclude each other." : "'images describe' needs --alt with the text, or --clear.");
        }

        var caption = new Caption(result.GetValue(_alt), result.GetValue(_language));
        return CaptionRules.FindProblem(caption) is { } problem ? throw new UsageException(problem) : caption;
    }
}
