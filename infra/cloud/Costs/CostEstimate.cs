namespace Pipeline.Cloud.Costs;

/// <summary>When a cost arises.</summary>
internal enum CostPeriod
{
    /// <summary>Once for every image.</summary>
    Image,

    /// <summary>Every month, whether or not there are images.</summary>
    Month,

    /// <summary>Every month for every image that is kept.</summary>
    KeptImage,

    /// <summary>For every request of the HTTP API.</summary>
    ApiRequest,

    /// <summary>For every rendition that the CDN delivers.</summary>
    Delivery,
}

/// <summary>One line of an estimate.</summary>
/// <param name="Period">When it arises.</param>
/// <param name="Name">What it is.</param>
/// <param name="Amount">Amount of one period: one image, or the whole stack for one month.</param>
/// <param name="Price">Price of one unit.</param>
internal sealed record CostLine(CostPeriod Period, string Name, decimal Amount, Price Price)
{
    /// <summary>Cost in US dollars.</summary>
    /// <param name="images">Number of images, of requests or of deliveries.</param>
    public decimal CostOf(long images) => Amount * Price.Dollars * (Period == CostPeriod.Month ? 1 : images);
}

/// <summary>The calls of one function for an image.</summary>
/// <param name="Name">Function, and what it makes.</param>
/// <param name="CodecMilliseconds">Work of the codec, with the memory of the function.</param>
/// <param name="WaitMilliseconds">Waiting for S3 and DynamoDB.</param>
/// <param name="StartMilliseconds">What starts of processes add to an average call: INIT, and the slower first call.</param>
/// <param name="Memory">Memory in MB.</param>
internal sealed record CallCost(string Name, decimal CodecMilliseconds, decimal WaitMilliseconds, decimal StartMilliseconds, int Memory)
{
    public decimal GigabyteSeconds => (CodecMilliseconds + WaitMilliseconds + StartMilliseconds) / 1000 * Memory / 1024;
}

/// <summary>What a stack costs.</summary>
/// <param name="Calls">Calls of one image.</param>
/// <param name="Lines">Costs.</param>
internal sealed record CostEstimate(IReadOnlyList<CallCost> Calls, IReadOnlyList<CostLine> Lines)
{
    public decimal TotalOf(CostPeriod period, long images) => Lines.Where(line => line.Period == period).Sum(line => line.CostOf(images));
}
