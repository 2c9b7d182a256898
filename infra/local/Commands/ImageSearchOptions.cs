using System.CommandLine;
using Pipeline.Host.Store.Records;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The options of <c>images list</c> that search keys and sort.</summary>
internal sealed class ImageSearchOptions
{
    private readonly Option<string?> _prefix = CreatePrefix("List only images whose keys begin with this text, such as a folder.");

    private readonly Option<string?> _text = CreateText("List only images with this text in their keys, in upper or lower case.");

    private readonly Option<string?> _sort = new("--sort") { Description = "Sort by updated, taken, name or size.", HelpName = "BY" };

    private readonly Option<string?> _order = new("--order") { Description = "asc or desc. Default: names from A to Z, otherwise the newest or largest first.", HelpName = "ORDER" };

    public ImageSearchOptions()
    {
        _sort.RequireOneOf("updated", "taken", "name", "size");
        _order.RequireOneOf("asc", "desc");
    }

    public static Option<string?> CreatePrefix(string description) => new("--prefix") { Description = description, HelpName = "PREFIX" };

    public static Option<string?> CreateText(string description)
    {
        var option = new Option<string?>("--text") { Description = description, HelpName = "TEXT" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError("--text is empty; it must be a text to search for.");
            }
        });
        return option;
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_prefix);
        command.Options.Add(_text);
        command.Options.Add(_sort);
        command.Options.Add(_order);
    }

    /// <param name="result">The command line.</param>
    /// <param name="photos">What else photos must match. They are sorted by when they were taken unless <c>--sort</c> says otherwise.</param>
    /// <returns>Null if none of the options is given.</returns>
    public ImageQuery? Read(ParseResult result, PhotoFilter? photos)
    {
        var (prefix, text, sort, order) = (result.GetValue(_prefix), result.GetValue(_text), result.GetValue(_sort), result.GetValue(_order));
        if (prefix is null && text is null && sort is null && order is null)
        {
            return null;
        }

        var by = sort is not null ? Enum.Parse<ImageSort>(sort, ignoreCase: true) : photos is null ? ImageSort.Updated : ImageSort.Taken;
        return new(Prefix: prefix ?? "", Text: text?.Trim(), Sort: by, IsAscending: order is null ? by == ImageSort.Name : order == "asc", Photos: photos);
    }
}
