using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.TestCases;
using Pipeline.Terminal.Files;

namespace Pipeline.Terminal.Commands;

/// <summary>Reads files that users name on the command line. Every error message names the file.</summary>
public static class InputFile
{
    /// <summary>Reads a file, or standard input if it is named <c>-</c>.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static string ReadText(FileInfo file)
    {
        if (file.ToString() == "-")
        {
            using var input = Console.OpenStandardInput();
            return ReadText(file, () => TextFile.Read(input));
        }

        if (Directory.Exists(file.FullName))
        {
            throw new UsageException($"{file} is a folder. Name a file.");
        }

        return ReadText(file, () => TextFile.Read(file.FullName));
    }

    private static string ReadText(FileInfo file, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            throw new UsageException($"{file} {exception.Message}.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{file} does not exist.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {exception.Message}");
        }
    }

    /// <exception cref="UsageException">The file cannot be read, or is not JSON.</exception>
    public static JsonNode? ReadJson(FileInfo file)
    {
        try
        {
            var text = ReadText(file);
            JsonCharacters.EnsureValid(text);
            return JsonNode.Parse(text);
        }
        catch (JsonException exception) when (exception.InnerException is InvalidOperationException)
        {
            throw new UsageException($"{file} is not valid: {exception.Message}");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{file} is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    /// <summary>Reads a definition as JSON text. Files named <c>.yaml</c> or <c>.yml</c> are YAML.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is not YAML.</exception>
    public static string ReadDefinition(FileInfo file)
    {
        var text = ReadText(file);
        if (file.Extension.ToLowerInvariant() is not (".yaml" or ".yml"))
        {
            return text;
        }

        try
        {
            return YamlText.Parse(text)?.ToJsonString() ?? "null";
        }
        catch (FormatException exception)
        {
            throw new UsageException($"{file}: {exception.Message}.");
        }
    }

    /// <summary>Finds the files that arguments name: paths, and patterns with <c>*</c>, <c>?</c> or <c>**</c>.</summary>
    /// <exception cref="UsageException">A pattern matches no file.</exception>
    public static IReadOnlyList<FileInfo> Find(IEnumerable<string> arguments) => [.. arguments.SelectMany(Find).DistinctBy(file => file.FullName)];

    /// <exception cref="UsageException">The file cannot be read, or does not have the expected form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> ReadResponses(FileInfo file) => Read(file, TestCaseFile.ReadResponses);

    /// <summary>Reads the objects that an ItemReader reads.</summary>
    /// <inheritdoc cref="ReadResponses" path="/exception"/>
    public static JsonObject ReadObjects(FileInfo file) => Read(file, TestCaseObjects.Read);

    /// <summary>Reads a test case of Step Functions Local, named as <c>FILE#TESTCASE</c> or <c>FILE#STATEMACHINE/TESTCASE</c>.</summary>
    /// <inheritdoc cref="ReadResponses" path="/exception"/>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> ReadMocks(string reference)
    {
        try
        {
            return MockConfigFile.Read(reference, path => ReadText(new(path)));
        }
        catch (FormatException exception)
        {
            throw new UsageException($"{reference}: {exception.Message}");
        }
    }

    /// <inheritdoc cref="ReadResponses"/>
    public static IReadOnlyList<TestCase> ReadTestCases(FileInfo file) => Read(
        file, json => TestCaseFile.Read(json, path => ReadDefinition(new(Path.Combine(file.DirectoryName ?? "", path)))));

    private static IEnumerable<FileInfo> Find(string argument)
    {
        if (!argument.AsSpan().ContainsAny('*', '?') || File.Exists(argument))
        {
            return [new(argument)];
        }

        var segments = argument.Replace(Path.DirectorySeparatorChar, '/').Split('/');
        var fixedCount = Array.FindIndex(segments, segment => segment.AsSpan().ContainsAny('*', '?'));
        var folder = fixedCount == 0 ? "." : string.Join('/', segments[..fixedCount]) + "/";
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(string.Join('/', segments[fixedCount..]));
        var found = Directory.Exists(folder) ? matcher.Execute(new DirectoryInfoWrapper(new(folder))).Files.ToArray() : [];
        return found.Length > 0
            ? found.Select(match => new FileInfo(fixedCount == 0 ? match.Path : folder + match.Path)).OrderBy(file => file.FullName, StringComparer.Ordinal)
            : throw new UsageException($"No file matches {argument}.");
    }

    private static T Read<T>(FileInfo file, Func<string, T> read)
    {
        try
        {
            return read(ReadText(file));
        }
        catch (FormatException exception)
        {
            throw new UsageException($"{file}: {exception.Message}");
        }
    }
}
