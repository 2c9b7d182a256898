using System.Text;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>Every command that reads JSON names a file that is not Unicode, with exit code 2.</summary>
public sealed class InvalidTextTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    public static TheoryData<string> Kinds => ["bytes", "surrogate"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FilesThatAreNotUnicodeAreUsageErrors(string kind)
    {
        _program.Write("bad.json", Spoil("""{"StartAt": "A", "renditions": [], "States": {"A": {"Type": "Succeed", "Comment": "HERE"}}, "HERE": 1}""", kind));
        _program.Write("good.json", """{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}""");

        (await _program.RunAsync("process", "--renditions", "bad.json")).AssertExit(2);
        (await _program.RunAsync("serve", "--port", "0", "--definition", "bad.json")).AssertExit(2);
        (await _program.RunAsync("asl", "run", "good.json", "--input", "bad.json")).AssertUsageError("bad.json");
        (await _program.RunAsync("asl", "run", "good.json", "--input", "good.json", "--responses", "bad.json")).AssertUsageError("bad.json");
        (await _program.RunAsync("asl", "test", "bad.json")).AssertUsageError("bad.json");
        var validation = await _program.RunAsync("asl", "validate", "bad.json");
        Assert.InRange(validation.ExitCode, 1, 2);
        Assert.Contains("bad.json", validation.Text + validation.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", validation.Errors, StringComparison.Ordinal);
    }

    private static byte[] Spoil(string json, string kind)
    {
        var (start, end) = (json.IndexOf("HERE", StringComparison.Ordinal), json.LastIndexOf("HERE", StringComparison.Ordinal));
        return kind == "surrogate"
            ? Encoding.UTF8.GetBytes(json.Replace("HERE", "\\ud800", StringComparison.Ordinal))
            : [.. Encoding.UTF8.GetBytes(json[..start]), 0xFF, .. Encoding.UTF8.GetBytes(json[(start + 4)..end]), 0xFE, .. Encoding.UTF8.GetBytes(json[(end + 4)..])];
    }
}
