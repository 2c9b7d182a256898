namespace Pipeline.Terminal.Tuning;

/// <summary>What calls of a function cost.</summary>
/// <param name="GigabyteSecond">US dollars of a second with 1,024 MB.</param>
/// <param name="Call">US dollars of a call by itself.</param>
public sealed record CallPrice(decimal GigabyteSecond, decimal Call)
{
    /// <summary>US dollars of a million calls.</summary>
    /// <param name="memory">Memory in MB.</param>
    /// <param name="billed">Billed duration of a call.</param>
    public decimal OfMillion(int memory, TimeSpan billed) => 1_000_000 * (Call + (GigabyteSecond * memory / 1_024 * (decimal)billed.TotalSeconds));
}
