using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.Testing.Programs;

/// <summary>The installed exiftool (Debian: libimage-exiftool-perl), which writes metadata into test files and says what is in them.</summary>
internal static class ExifTool
{
    /// <summary>Why exiftool cannot run; null if it can.</summary>
    public static string? SkipReason { get; } = Probe();

    /// <summary>Writes tags into files, in place.</summary>
    public static void Write(IReadOnlyList<string> arguments, params IEnumerable<string> files) =>
        Run(["-q", "-q", "-m", "-overwrite_original", .. arguments, .. files]);

    /// <summary>The tags of each file as numbers and text, by group and name (<c>EXIF:Make</c>), with those of the Metadata Working Group as <c>Composite</c>.</summary>
    public static IReadOnlyList<JsonObject> Read(IReadOnlyList<string> tags, params IEnumerable<string> files) =>
        [.. JsonNode.Parse(Run(["-q", "-q", "-m", "-use", "MWG", "-j", "-n", "-G0", .. tags, .. files]))!.AsArray().Select(file => file!.AsObject())];

    private static string Run(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("exiftool") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in (string[])["-@", "-"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        // Arguments from a file are UTF-8, whatever the locale.
        using (var input = new StreamWriter(process.StandardInput.BaseStream, new UTF8Encoding(false)))
        {
            input.Write(string.Join('\n', arguments) + '\n');
        }

        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 1, $"exiftool ended with {process.ExitCode}: {errors.Result}");
        return output;
    }

    private static string? Probe()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("exiftool", "-ver") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "needs exiftool; exiftool -ver failed";
        }
        catch (Win32Exception exception)
        {
            return $"needs exiftool (Debian: libimage-exiftool-perl): {exception.Message}";
        }
    }
}

/// <summary>A test that needs exiftool. It is skipped by name without.</summary>
internal sealed class ExifToolFactAttribute : FactAttribute
{
    public ExifToolFactAttribute(params string[] files) =>
        Skip = ExifTool.SkipReason ?? (files.Length == 0 ? null : Environments.TestMaterial.SkipReason(files));
}

/// <inheritdoc cref="ExifToolFactAttribute"/>
internal sealed class ExifToolTheoryAttribute : TheoryAttribute
{
    public ExifToolTheoryAttribute() => Skip = ExifTool.SkipReason;
}
