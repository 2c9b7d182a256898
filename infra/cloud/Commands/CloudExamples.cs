using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Commands;

/// <summary>The examples in the help of each command.</summary>
internal static class CloudExamples
{
    public static Examples Create() => new("dotnet run --project infra/cloud --", new Dictionary<string, string[]>
    {
        [""] = ["executions list", "smoke photo.jpg", "cost --images 1000000"],
        ["backfill"] = ["backfill --dry-run", "backfill --outdated --yes"],
        ["backfill status"] = ["backfill status"],
        ["backfill stop"] = ["backfill stop"],
        ["backfill redrive"] = ["backfill redrive"],
        ["executions list"] = ["executions list --status FAILED", "executions list --stack prod --limit 10"],
        ["executions show"] = ["executions show 2ead1f9a-4108-4aa7-bcf3-b7aa929504eb"],
        ["executions redrive"] = ["executions redrive 2ead1f9a-4108-4aa7-bcf3-b7aa929504eb"],
        ["images list"] = ["images list --status failed"],
        ["images describe"] = ["images describe cats/1.jpg --alt \"A grey cat asleep on a red sofa\" --language en", "images describe cats/1.jpg --clear"],
        ["images release"] = ["images release cats/1.jpg"],
        ["images show"] = ["images show cats/1.jpg", "images show cats/1.jpg --html"],
        ["events list"] = ["events list"],
        ["events redrive"] = ["events redrive --dry-run"],
        ["events replay"] = ["events replay --from 2026-11-21T10:00:00Z --to 2026-11-21T12:00:00Z"],
        ["cost"] = ["cost --images 1000000", "cost --images 1000000 --without-stack --state-machine-type EXPRESS"],
        ["query"] = ["query \"SELECT format, count(*) AS n FROM images GROUP BY format\"", "query --saved duplicates --json"],
        ["smoke"] = ["smoke photo.jpg"],
        ["tune resize"] = ["tune resize", "tune resize --memory 1024,1769,3008 --runs 50 --for cost"],
        ["versions prune"] = ["versions prune --dry-run"],
    });
}
