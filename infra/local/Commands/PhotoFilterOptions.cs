using System.CommandLine;
using Pipeline.Host.Store.Records;

namespace Pipeline.Local.Commands;

/// <summary>The options of <c>images list</c> that search by what photos say of themselves.</summary>
internal sealed class PhotoFilterOptions
{
    private readonly Option<string?> _takenAfter = CreateDate("--taken-after", "Only photos taken at this date or later, as the camera's clock showed it.");

    private readonly Option<string?> _takenBefore = CreateDate("--taken-before", "Only photos taken before this date.");

    private readonly Option<string?> _camera = CreateText("--camera", "Only photos of cameras with this text in maker and model.");

    private readonly Option<string?> _keyword = CreateText("--keyword", "Only photos with this keyword.");

    public void AddTo(Command command)
    {
        command.Options.Add(_takenAfter);
        command.Options.Add(_takenBefore);
        command.Options.Add(_camera);
        command.Options.Add(_keyword);
    }

    /// <returns>Null if none of the options is given.</returns>
    public PhotoFilter? Read(ParseResult result)
    {
        var filter = new PhotoFilter(result.GetValue(_takenAfter), result.GetValue(_takenBefore), result.GetValue(_camera), result.GetValue(_keyword));
        return filter == new PhotoFilter() ? null : filter;
    }

    private static Option<string?> CreateDate(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DATE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !PhotoFilter.IsDate(token.Value))
            {
                result.AddError($"{name} is '{token.Value}'; it must be {PhotoFilter.DateSyntax}.");
            }
        });
        return option;
    }

    private static Option<string?> CreateText(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "TEXT" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError($"{name} is empty; it must be a text to search for.");
            }
        });
        return option;
    }
}
