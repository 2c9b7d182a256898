using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The examples in the help of each command.</summary>
internal static class LocalExamples
{
    public static Examples Create() => new("dotnet run --project infra/local --", new Dictionary<string, string[]>
    {
        [""] = ["", "process photo.jpg", "executions list"],
        ["serve"] = ["serve --port 9000 --data ~/images", "serve --watch ~/Pictures --keep-executions 30d", "serve --describe-url http://localhost:11434 --describe-model qwen3-vl:8b --moderation quarantine"],
        ["process"] = ["process photo.jpg", "process ~/Pictures --renditions renditions.json", "process --watch inbox --json"],
        ["executions list"] = ["executions list --outcome rejected --from 2026-03-01", "executions list --search cats/ --sort duration"],
        ["executions show"] = ["executions show 2ead1f9a-4108-4aa7-bcf3-b7aa929504eb"],
        ["executions logs"] = ["executions logs 2ead1f9a-4108-4aa7-bcf3-b7aa929504eb", "executions logs 2ead1f9a-4108-4aa7-bcf3-b7aa929504eb --state Resize --level WARN"],
        ["images list"] = ["images list --status rejected", "images list --taken-after 2026-03-01 --camera Canon"],
        ["images show"] = ["images show cats/1.jpg", "images show cats/1.jpg --html"],
        ["images describe"] = ["images describe cats/1.jpg --alt \"A grey cat asleep on a red sofa\" --language en", "images describe cats/1.jpg --clear"],
        ["images release"] = ["images release cats/1.jpg"],
        ["images process"] = ["images process cats/1.jpg", "images process --prefix cats/ --status failed"],
        ["metadata"] = ["metadata photo.jpg --keep-location city"],
        ["asl validate"] = ["asl validate statemachine/samples/asl/order.asl.json"],
        ["asl run"] = ["asl run statemachine/samples/asl/order.asl.json --input statemachine/samples/asl/order.input.json --answers statemachine/samples/asl/order.answers.json"],
        ["asl test"] = ["asl test statemachine/samples/asl/cases.json --junit results.xml"],
        ["backfill"] = ["backfill --dry-run", "backfill --outdated --renditions renditions.json"],
        ["backfill status"] = ["backfill status"],
        ["backfill redrive"] = ["backfill redrive"],
        ["query"] = ["query \"SELECT format, count(*) AS n FROM images GROUP BY format\"", "query --saved largest --json"],
        ["repair"] = ["repair", "repair --no-process"],
    });
}
