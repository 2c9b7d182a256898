using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pipeline.Core.Backfill;

/// <summary>Reads the results of a file one by one, whatever its size: a JSON array, or JSON lines.</summary>
internal static class ResultFileReader
{
    public static async IAsyncEnumerable<ChildResult> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new(leaveOpen: true));
        var isArray = await StartsWithBracketAsync(pipe, cancellationToken);
        var results = JsonSerializer.DeserializeAsyncEnumerable(pipe.AsStream(), BackfillJson.Default.ChildResult, topLevelValues: !isArray, cancellationToken);
        await foreach (var result in results)
        {
            yield return result ?? throw new FormatException("A result of the backfill is null.");
        }
    }

    /// <summary>Looks at the first byte and leaves it in the pipe.</summary>
    private static async Task<bool> StartsWithBracketAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var read = await pipe.ReadAsync(cancellationToken);
        var isArray = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] == (byte)'[';
        pipe.AdvanceTo(read.Buffer.Start);
        return isArray;
    }
}
