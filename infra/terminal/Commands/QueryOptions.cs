using System.CommandLine;

namespace Pipeline.Terminal.Commands;

/// <summary>What <c>query</c> takes, on one machine and for a stack.</summary>
public sealed class QueryOptions
{
    private readonly IReadOnlyDictionary<string, string> _saved;
    private readonly Argument<string?> _sql = new("SQL") { Description = "A query over the tables images, renditions and outcomes.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _name;
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object per row." };

    /// <param name="saved">The saved queries, by name.</param>
    public QueryOptions(IReadOnlyDictionary<string, string> saved)
    {
        _saved = saved;
        string[] names = [.. saved.Keys];
        _name = new("--saved") { Description = "Run a saved query.", HelpName = string.Join('|', names) };
        _name.RequireOneOf(names);
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_sql);
        command.Options.Add(_name);
        command.Options.Add(_json);
    }

    /// <summary>The text of the query.</summary>
    /// <exception cref="UsageException">There is none, or there are two.</exception>
    public string ReadQuery(ParseResult result) => (result.GetValue(_sql), result.GetValue(_name)) switch
    {
        ({ } text, null) when !string.IsNullOrWhiteSpace(text) => text,
        (null, { } name) => _saved[name],
        _ => throw new UsageException("Give a query, such as \"SELECT count(*) FROM images\", or --saved with the name of one."),
    };

    /// <summary>Whether to print JSON.</summary>
    public bool IsJson(ParseResult result) => result.GetValue(_json);
}
