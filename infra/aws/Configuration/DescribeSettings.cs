using System.Text.Json.Nodes;
using Pipeline.Core.Describing;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>How images are described.</summary>
/// <param name="Model">Id or ARN of the model or inference profile; null for <see cref="DefaultModel"/>.</param>
/// <param name="Languages">BCP 47 tags, at least one.</param>
/// <param name="MaxTokens">Maximum number of tokens of an answer.</param>
/// <param name="Temperature">Temperature; null for the model's.</param>
/// <param name="TopP">Top P; null for the model's.</param>
/// <param name="DailyImages">Maximum number of images in a day; 0 for no maximum.</param>
/// <param name="InputPrice">US dollars for a million tokens of requests; null if not known.</param>
/// <param name="OutputPrice">US dollars for a million tokens of answers; null if not known.</param>
/// <param name="Moderation">Which images are kept from readers.</param>
internal sealed record DescribeSettings(
    string? Model, IReadOnlyList<string> Languages, int MaxTokens, decimal? Temperature, decimal? TopP, int DailyImages, decimal? InputPrice, decimal? OutputPrice,
    ModerationPolicy Moderation)
{
    /// <summary>Memory in MB, and seconds, of the function that waits for a model. An answer takes some seconds, and has to come within 45.</summary>
    public static readonly FunctionSettings Function = new(512, 60, null, null);

    /// <summary>The model if no setting names one: it looks at pictures, takes a forced tool, and is among the cheapest.</summary>
    public const string DefaultModel = "amazon.nova-lite-v1:0";

    /// <summary>Prices of <see cref="DefaultModel"/>. Source: Amazon Bedrock pricing, "Amazon Nova", on demand.</summary>
    public const decimal DefaultInputPrice = 0.06m;

    /// <inheritdoc cref="DefaultInputPrice"/>
    public const decimal DefaultOutputPrice = 0.24m;

    /// <summary>Whether objectionable images are kept from readers.</summary>
    public bool Quarantines => Moderation.Action == ModerationAction.Quarantine;

    /// <summary>The languages as the function gets them: a JSON array.</summary>
    public string LanguagesJson => new JsonArray([.. Languages.Select(language => (JsonNode)language)]).ToJsonString();

    /// <returns>Null if images are not described.</returns>
    public static DescribeSettings? Read(SettingSource source)
    {
        var isOn = Settings.Describe.Read(source);
        _ = LimitWords.TryParse<ModerationAction>(Settings.ModerationAction.Read(source), out var action);
        var model = Settings.DescribeModel.Read(source);
        var (inputPrice, outputPrice) = (Settings.DescribeInputPrice.Read(source), Settings.DescribeOutputPrice.Read(source));
        var settings = new DescribeSettings(
            model,
            [.. Settings.DescribeLanguages.Read(source)!.Split(',')],
            Settings.DescribeMaxTokens.ReadInt(source), Settings.DescribeTemperature.Read(source), Settings.DescribeTopP.Read(source), Settings.DescribeDailyImages.ReadInt(source),
            inputPrice ?? (model is null ? DefaultInputPrice : null), outputPrice ?? (model is null ? DefaultOutputPrice : null),
            new(action, (double)(Settings.ModerationConfidence.Read(source) ?? (decimal)ModerationPolicy.DefaultMinConfidence)));
        settings.Check(source, isOn);
        return isOn ? settings : null;
    }

    /// <summary>
    /// The model in a region. Most regions offer <see cref="DefaultModel"/> only by the inference profile of their part of the world, which never leaves it.
    /// </summary>
    public string GetModel(string region) => Model ?? region.Split('-')[0] switch
    {
        "us" => $"us.{DefaultModel}",
        "eu" => $"eu.{DefaultModel}",
        "ap" => $"apac.{DefaultModel}",
        _ => DefaultModel,
    };

    /// <summary>What decides the schema of descriptions in a region; see <see cref="DescriptionSettings.Schema"/>.</summary>
    public string GetSchema(string region) => new DescriptionSettings(GetModel(region), Languages).Schema;

    private void Check(SettingSource source, bool isOn)
    {
        if (Temperature is not null && TopP is not null)
        {
            source.AddProblem($"{Settings.DescribeTemperature.Name} and {Settings.DescribeTopP.Name} are both set; set only one of them, because newer models refuse the two together");
        }

        if (Languages.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Languages.Count)
        {
            source.AddProblem($"{Settings.DescribeLanguages.Name} is \"{string.Join(',', Languages)}\", which has a language twice");
        }

        if (InputPrice is null != OutputPrice is null)
        {
            source.AddProblem($"{(InputPrice is null ? Settings.DescribeOutputPrice.Name : Settings.DescribeInputPrice.Name)} is set; "
                + $"it needs {(InputPrice is null ? Settings.DescribeInputPrice.Name : Settings.DescribeOutputPrice.Name)}: a call has both");
        }

        if (isOn)
        {
            return;
        }

        foreach (var setting in new Setting[]
        {
            Settings.DescribeModel, Settings.DescribeTemperature, Settings.DescribeTopP, Settings.DescribeInputPrice, Settings.DescribeOutputPrice, Settings.ModerationAction,
        })
        {
            if (source.GetText(setting) is { } text && text != setting.Default)
            {
                source.AddProblem($"{setting.Name} is set; it needs {Settings.Describe.Name} true");
            }
        }
    }
}
