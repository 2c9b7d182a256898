using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.TestCases;

namespace Pipeline.Terminal.Commands;

/// <summary>Reads files that users name on the command line. Every error message names the file.</summary>
public static class InputFile
{
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static string ReadText(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
        {
            throw new UsageException($"{file} is a folder. Name a file.");
        }

        try
        {
            return File.ReadAllText(file.FullName);
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
            return JsonNode.Parse(ReadText(file));
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{file} is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    /// <exception cref="UsageException">The file cannot be read, or does not have the expected form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> ReadResponses(FileInfo file) => Read(file, TestCaseFile.ReadResponses);

    /// <inheritdoc cref="ReadResponses"/>
    public static IReadOnlyList<TestCase> ReadTestCases(FileInfo file) => Read(file, TestCaseFile.Read);

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
