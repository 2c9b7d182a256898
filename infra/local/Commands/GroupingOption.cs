using System.CommandLine;
using Pipeline.Core.Grouping;
using Pipeline.Core.Validation;

namespace Pipeline.Local.Commands;

/// <summary>The option <c>--resize-grouping</c>, with the name and values of the stack's setting.</summary>
internal static class GroupingOption
{
    public static Option<string> Create() => ChoiceOption.Create(
        "--resize-grouping",
        "Which renditions one iteration of the Map makes: each by itself, or as many as fit by estimated work, as a stack can. Groups use fewer cores for one image.",
        LimitWords.All<ResizeGrouping>());

    public static ResizeGrouping Read(ParseResult result, Option<string> option) =>
        LimitWords.TryParse<ResizeGrouping>(result.GetRequiredValue(option), out var grouping) ? grouping : default;
}
