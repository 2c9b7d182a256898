using Pipeline.Infra.Configuration;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>The table of settings in README.md matches the program.</summary>
[Collection(Collection)]
public sealed class ReadmeTests
{
    /// <summary>Tests that may write the file, which must not run at the same time.</summary>
    public const string Collection = "README of infra/aws";

    private const string Begin = "<!-- settings -->";
    private const string End = "<!-- /settings -->";

    private static readonly string ReadmePath = Repository.PathOf("infra", "aws", "README.md");

    [Fact]
    public void ReadmeListsEverySettingWithItsValuesDefaultAndMeaning()
    {
        var text = System.IO.File.ReadAllText(ReadmePath);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        string[] table =
        [
            "| Setting | Values | Default | Meaning |",
            "| --- | --- | --- | --- |",
            .. Settings.All.Select(setting => $"| `{setting.Name}` | {setting.Values} | {setting.Default} | {setting.Meaning} |"),
        ];
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1")
        {
            System.IO.File.WriteAllText(ReadmePath, $"{text[..begin]}\n{string.Join('\n', table)}\n{text[end..]}");
            return;
        }

        Assert.Equal(table, text[begin..end].Trim().Split('\n'));
    }

    [Fact]
    public void EverySettingHasAUniqueName() => Assert.Equal(Settings.All.Count, Settings.All.Select(setting => setting.Name).Distinct().Count());

    [Fact]
    public void EverySettingIsInTheList()
    {
        var fields = typeof(Settings).GetFields().Select(field => field.GetValue(null));

        var declared = fields.OfType<Setting>().Concat(fields.OfType<FunctionSettingDefinitions>().SelectMany(function => function.All));
        Assert.Equal(declared.Select(setting => setting.Name).Order(), Settings.All.Select(setting => setting.Name).Order());
    }
}
