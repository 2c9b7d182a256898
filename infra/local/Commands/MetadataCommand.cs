using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Photo.Reading;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Files;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>metadata</c>: prints what the pipeline would store of a photo's own metadata. It stores nothing.</summary>
internal static class MetadataCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Image files.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per file." };
        var location = PhotoOptions.CreateKeepLocation();
        var command = new Command("metadata", "Print what would be stored of a photo's own metadata, without storing it.") { files, json, location };
        command.SetAction(result =>
        {
            var reader = new PhotoReader(TimeProvider.System);
            var exitCode = ExitCodes.Success;
            foreach (var file in result.GetRequiredValue(files))
            {
                using var source = Open(file);
                if (FormatSniffer.Sniff(source.Header) is { } format)
                {
                    var photo = reader.Read(source, format, PhotoOptions.ReadKeepLocation(result, location));
                    Write(file, JsonSerializer.SerializeToNode(photo, PipelineJson.Default.PhotoMetadata)!.AsObject(), result.GetValue(json));
                }
                else
                {
                    Console.Error.WriteLine($"{file} is {FormatSniffer.Describe(source.Header)}; name an image file.");
                    exitCode = ExitCodes.Failure;
                }
            }

            return exitCode;
        });
        return command;
    }

    private static ImageSource Open(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
        {
            throw new UsageException($"{file} is a folder. Name a file.");
        }

        try
        {
            return file.Exists ? new(RegularFile.Open(file.FullName)) : throw new UsageException($"{file} does not exist.");
        }
        catch (NotRegularFileException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static void Write(FileInfo file, JsonObject photo, bool json)
    {
        if (json)
        {
            Console.WriteLine(new JsonObject { ["file"] = file.ToString(), ["photo"] = photo }.ToJsonString(Display.LineJson));
            return;
        }

        Console.WriteLine(file);
        foreach (var (name, value) in photo)
        {
            Console.WriteLine($"  {name,-17}  {TerminalText.Escape(Format(value!))}");
        }
    }

    private static string Format(JsonNode value) => value switch
    {
        JsonArray list => string.Join("; ", list.Select(item => Format(item!))),
        JsonObject members => string.Join(", ", members.Select(member => $"{member.Key} {Format(member.Value!)}")),
        _ => value.ToString(),
    };
}
