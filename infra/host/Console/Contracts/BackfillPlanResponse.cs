namespace Pipeline.Host.Console.Contracts;

/// <summary>What a backfill would process.</summary>
/// <param name="Images">Number of originals.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Skipped">Number of other objects, such as folder markers.</param>
/// <param name="DefaultConcurrency">Images at once, if its input does not say otherwise.</param>
/// <param name="Model">The model that describes images; null if none does.</param>
/// <param name="DailyImages">How many images a day it is asked about, at most; null for no limit.</param>
internal sealed record BackfillPlanResponse(long Images, long Bytes, long Skipped, int DefaultConcurrency, string? Model = null, int? DailyImages = null);
