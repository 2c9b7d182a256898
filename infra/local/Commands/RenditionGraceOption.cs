using System.CommandLine;
using System.Globalization;
using Pipeline.Core.Deployment;

namespace Pipeline.Local.Commands;

/// <summary><c>--rendition-grace-days</c>: the stack's setting <c>renditionGraceDays</c>.</summary>
internal static class RenditionGraceOption
{
    private const string Name = "--rendition-grace-days";

    public static Option<int> Create()
    {
        var option = new Option<int>(Name)
        {
            Description = "Days that the renditions of a version live on after another has replaced it; 0 removes them at once.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => RenditionGrace.DefaultDays,
        };
        option.Validators.Add(result =>
        {
            // System.CommandLine itself reports a value that is not a number, but only after the validators.
            if (result.Tokens is [var token] && long.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value is < 0 or > RenditionGrace.MaxDays)
            {
                result.AddError($"{Name} is {value}; it must be between 0 and {RenditionGrace.MaxDays}.");
            }
        });
        return option;
    }
}
