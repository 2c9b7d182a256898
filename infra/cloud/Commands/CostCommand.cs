using System.CommandLine;
using Pipeline.Cloud.Costs;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Costs;
using Pipeline.Core.Renditions;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>cost</c>: what a stack costs, by its settings and its rendition set.</summary>
internal static class CostCommand
{
    private const long MaxImages = 1_000_000_000_000;

    public static Command Create()
    {
        var images = new Option<long>("--images") { Description = "Number of images.", HelpName = "N", Required = true };
        images.RequireRange(1, MaxImages);
        var stack = new StackOptions();
        var withoutStack = new Option<bool>("--without-stack") { Description = "Use the default settings instead of those of a stack." };
        var renditions = new Option<FileInfo?>("--renditions") { Description = "Another rendition set, or sets by prefix of keys (JSON).", HelpName = "FILE" };
        var key = new Option<string>("--key")
        {
            Description = "Key of an image, if the rendition set depends on its prefix.", HelpName = "KEY", DefaultValueFactory = _ => "",
        };
        var type = CreateChoice("--state-machine-type", "Another stateMachineType", ["STANDARD", CostSettings.Express]);
        var grouping = CreateChoice("--resize-grouping", "Another resizeGrouping", ["each", CostSettings.Auto]);
        var architecture = CreateChoice("--architecture", "Another architecture", [CostSettings.Arm64, "x86_64"]);
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("cost", "Estimate what the stack costs, with its own settings and rendition set. Other settings can be tried out.")
        {
            images, withoutStack, renditions, key, type, grouping, architecture, json,
        };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = result.GetValue(withoutStack) ? CostSettings.Default : (await stack.ReadAsync(result, cancellationToken)).RequireCostSettings();
            settings = settings with
            {
                StateMachineType = result.GetValue(type) ?? settings.StateMachineType,
                ResizeGrouping = result.GetValue(grouping) ?? settings.ResizeGrouping,
                Architecture = result.GetValue(architecture) ?? settings.Architecture,
            };
            if (result.GetValue(renditions) is { } file)
            {
                settings = settings with { Renditions = CostSettings.WriteSizes(RenditionSetReader.Read(InputFile.ReadText(file), file.Name, file.DirectoryName)) };
            }

            var set = settings.ReadRenditions().Find(result.GetRequiredValue(key)).Set;
            var estimate = CostModel.Estimate(settings, set, Durations.Measured);
            if (result.GetValue(json))
            {
                Console.WriteLine(CostReport.ToJson(estimate, settings, result.GetRequiredValue(images)).ToJsonString(Display.IndentedJson));
            }
            else
            {
                CostReport.Write(TerminalConsole.Create(), estimate, settings, result.GetRequiredValue(images));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<string?> CreateChoice(string name, string description, IReadOnlyList<string> words)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(" or ", words)}.", HelpName = string.Join('|', words) };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value))
            {
                result.AddError($"{name} is {(token.Value.Length > 0 ? token.Value : "''")}; it must be {string.Join(" or ", words)}.");
            }
        });
        return option;
    }
}
