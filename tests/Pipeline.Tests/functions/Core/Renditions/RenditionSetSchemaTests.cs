using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pipeline.Tests.Functions.Core.Renditions;

/// <summary>The published JSON Schema, judged by ajv, against the cases that the reader is tested with.</summary>
public sealed class RenditionSetSchemaTests
{
    [SchemaFact]
    public void SchemaAndReaderAgreeOnEveryCase()
    {
        string[] documents = [.. RenditionSetCases.Good, .. RenditionSetCases.Bad.Select(bad => bad.Json)];

        var verdicts = SchemaCheck.Validate(documents);

        Assert.Equal(
            documents.Select((document, i) => (document, i < RenditionSetCases.Good.Count)),
            documents.Select((document, i) => (document, verdicts[i])));
    }

    [SchemaFact]
    public void ExampleFileFollowsTheSchema() =>
        Assert.True(SchemaCheck.Validate([File.ReadAllText(Repository.PathOf("statemachine", "samples", "renditions.json"))])[0]);

    [Fact]
    public void SchemaDescribesEveryPropertyAndGivesTheDefaults()
    {
        var properties = SchemaCheck.Schema["$defs"]!["rendition"]!["properties"]!.AsObject();
        var names = typeof(Pipeline.Core.Renditions.Rendition).GetProperties()
            .Where(property => property.Name != "EqualityContract")
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.Equal(names.Order(), properties.Select(property => property.Key).Order());
        Assert.All(properties, property => Assert.NotNull(property.Value!["description"]));
    }
}

/// <summary>A test that needs Node.js and the packages of the lock file beside it; skipped, by name, without.</summary>
internal sealed class SchemaFactAttribute : FactAttribute
{
    public SchemaFactAttribute() => Skip = SchemaCheck.Missing;
}

/// <summary>Runs ajv, installed once below artifacts/ by the lock file and its integrity hashes.</summary>
internal static class SchemaCheck
{
    private static readonly string Source = Repository.PathOf("tests", "Pipeline.Tests", "functions", "Core", "Renditions", "schema");

    private static readonly string Installed = Repository.PathOf("artifacts", "schema-check");

    private static readonly Lazy<string?> Problem = new(Install);

    public static string? Missing => Problem.Value;

    public static JsonNode Schema { get; } =
        JsonNode.Parse(File.ReadAllText(Repository.PathOf("functions", "Core", "Renditions", "renditions.schema.json")))!;

    public static IReadOnlyList<bool> Validate(IEnumerable<string> documents)
    {
        var input = new JsonObject
        {
            ["schema"] = Schema.DeepClone(),
            ["documents"] = new JsonArray([.. documents.Select(document => JsonValue.Create(document))]),
        };
        var (code, output) = Run("node", ["validate.mjs"], input.ToJsonString());
        Assert.True(code == 0, output);
        return [.. JsonNode.Parse(output)!.AsArray().Select(verdict => (bool)verdict!)];
    }

    private static string? Install()
    {
        try
        {
            var marker = Path.Combine(Installed, "node_modules", ".installed");
            var wanted = File.ReadAllText(Path.Combine(Source, "package-lock.json"));
            Directory.CreateDirectory(Installed);
            foreach (var file in Directory.EnumerateFiles(Source))
            {
                File.Copy(file, Path.Combine(Installed, Path.GetFileName(file)), overwrite: true);
            }

            if (File.Exists(marker) && File.ReadAllText(marker) == wanted)
            {
                return null;
            }

            var (code, output) = Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "");
            if (code != 0)
            {
                return $"needs the npm package ajv, which npm ci could not install: {output.Trim()}";
            }

            File.WriteAllText(marker, wanted);
            return null;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"needs Node.js with npm: {e.Message}";
        }
    }

    private static (int Code, string Output) Run(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program, arguments)
        {
            WorkingDirectory = Installed,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }
}
