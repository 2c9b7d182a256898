using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Core.Describing;
using Pipeline.Host.Engine;
using Pipeline.Local.Describing;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The options that have a model describe images, and keep some of them from readers.</summary>
internal sealed partial class DescribeOptions
{
    private const int MaxLanguages = 10;

    private readonly Option<string?> _url = CreateText(
        "--describe-url", "URL",
        $"Have a model describe images and look for objectionable content: address of a service that speaks OpenAI's protocol, such as Ollama. It gets a JPEG of each image. {DescribeKey.Variable} has its key.",
        text => ModelAddress.TryParse(text) is not null, ModelAddress.Syntax);

    private readonly Option<string?> _model = CreateText(
        "--describe-model", "MODEL", "The model, which must take pictures and call tools.", text => ModelName().IsMatch(text), "the name of a model, such as qwen3-vl:8b");

    private readonly Option<string?> _languages = CreateText(
        "--describe-languages", "TAGS", $"Languages of the text, separated by commas; labels are in the first one. Default: {DescriptionSettings.DefaultLanguage}.",
        text => ReadLanguages(text) is not null, $"up to {MaxLanguages} different language tags with commas between, such as en,de");

    private readonly Option<int?> _maxTokens = new("--describe-max-tokens")
    {
        Description = $"Most tokens of an answer. Default: {DescriptionSettings.DefaultMaxTokens}.", HelpName = "N",
    };

    private readonly Option<double?> _temperature = CreateNumber("--describe-temperature", "0-1", "Temperature of the model. Default: the model's own.", 1);

    private readonly Option<double?> _topP = CreateNumber("--describe-top-p", "0-1", "Top P of the model, instead of a temperature. Default: the model's own.", 1);

    private readonly Option<int?> _daily = new("--describe-daily")
    {
        Description = $"Most images a day that the model is asked about; 0 for no limit. Default: {DescriptionSettings.DefaultDailyImages:N0}.", HelpName = "N",
    };

    private readonly Option<double?> _inputPrice = CreateNumber(
        "--describe-input-price", "USD", "Price of a million tokens of requests, for logs.", MaxPrice);

    private readonly Option<double?> _outputPrice = CreateNumber("--describe-output-price", "USD", "Price of a million tokens of answers, for logs.", MaxPrice);

    private readonly Option<string> _moderation = ChoiceOption.Create(
        "--moderation",
        "What becomes of an image with objectionable content: record it and publish the image, or keep the image in quarantine until you release it. With quarantine, images that no model has looked at wait, too.",
        ["record", "quarantine"]);

    private readonly Option<double?> _confidence = CreateNumber(
        "--moderation-confidence", "0-1",
        string.Create(CultureInfo.InvariantCulture, $"From which confidence of the model on content counts as objectionable. Default: {ModerationPolicy.DefaultMinConfidence}."), 1);

    private const int MaxPrice = 1_000_000;

    public DescribeOptions()
    {
        _maxTokens.RequireRange(50, 100_000);
        _daily.RequireRange(0, int.MaxValue);
    }

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <returns>Null if images are not described.</returns>
    /// <exception cref="UsageException">The options do not go together, or the environment variable cannot be used.</exception>
    public DescribingOptions? Read(ParseResult result)
    {
        if (result.GetValue(_url) is not { } url)
        {
            return All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } lone
                ? throw new UsageException($"{lone.Name} needs --describe-url, the address of the service that describes images.")
                : null;
        }

        if (result.GetValue(_model) is not { } model)
        {
            throw new UsageException("--describe-url needs --describe-model, the model to ask.");
        }

        if (result.GetValue(_temperature) is not null && result.GetValue(_topP) is not null)
        {
            throw new UsageException("--describe-temperature and --describe-top-p exclude each other: newer models refuse both at once.");
        }

        if (result.GetValue(_inputPrice) is null != result.GetValue(_outputPrice) is null)
        {
            throw new UsageException("--describe-input-price and --describe-output-price need each other.");
        }

        var settings = new DescriptionSettings(
            model,
            result.GetValue(_languages) is { } languages ? ReadLanguages(languages)! : [DescriptionSettings.DefaultLanguage],
            result.GetValue(_maxTokens) ?? DescriptionSettings.DefaultMaxTokens,
            result.GetValue(_temperature),
            result.GetValue(_topP),
            (result.GetValue(_daily) ?? DescriptionSettings.DefaultDailyImages) is var daily and > 0 ? daily : null,
            (decimal?)result.GetValue(_inputPrice),
            (decimal?)result.GetValue(_outputPrice));
        return new(
            new(new OpenAiVisionModel(ModelAddress.TryParse(url)!, DescribeKey.Read()), settings),
            new(
                result.GetRequiredValue(_moderation) == "quarantine" ? ModerationAction.Quarantine : ModerationAction.Record,
                result.GetValue(_confidence) ?? ModerationPolicy.DefaultMinConfidence));
    }

    private Option[] All =>
        [_url, _model, _languages, _maxTokens, _temperature, _topP, _daily, _inputPrice, _outputPrice, _moderation, _confidence];

    private static Option<string?> CreateText(string name, string helpName, string description, Func<string, bool> isValid, string syntax)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !isValid(token.Value))
            {
                result.AddError($"{name} is '{token.Value}'; it must be {syntax}.");
            }
        });
        return option;
    }

    private static Option<double?> CreateNumber(string name, string helpName, string description, int max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= max)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; it must be a number between 0 and {max:N0}, such as 0.5."));
            return null;
        },
    };

    private static string[]? ReadLanguages(string text)
    {
        var tags = text.Split(',', StringSplitOptions.TrimEntries);
        return tags.Length <= MaxLanguages && tags.All(CaptionRules.IsLanguage) && tags.Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Length ? tags : null;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,255}$", RegexOptions.CultureInvariant)]
    private static partial Regex ModelName();
}
