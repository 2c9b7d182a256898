using System.CommandLine;
using Pipeline.Core.Deployment;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary><c>--rendition-grace-days</c>: the stack's setting <c>renditionGraceDays</c>.</summary>
internal static class RenditionGraceOption
{
    public static Option<int> Create()
    {
        var option = new Option<int>("--rendition-grace-days")
        {
            Description = "Days that the renditions of a version live on after another has replaced it; 0 removes them at once.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => RenditionGrace.DefaultDays,
        };
        option.RequireRange(0, RenditionGrace.MaxDays);
        return option;
    }
}
