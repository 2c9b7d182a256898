using System.CommandLine;
using System.Globalization;
using Pipeline.Fuzzing.Running;
using Pipeline.Fuzzing.Targets;

// The program starts itself once for every target: a crash then ends only the child, and its input is known.
if (args is ["child", var childTarget, var shared, var childSeed, var childSeconds])
{
    return await FuzzLoop.RunAsync(
        TargetList.All[childTarget], shared, int.Parse(childSeed, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(childSeconds, CultureInfo.InvariantCulture)));
}

var seconds = new Option<double>("--seconds") { Description = "How long to run, all targets together.", DefaultValueFactory = _ => 120 };
var target = new Option<string?>("--target") { Description = "Run only this target." };
target.AcceptOnlyFromAmong([.. TargetList.All.Keys]);
var seed = new Option<int>("--seed") { Description = "Seed of the mutations.", DefaultValueFactory = _ => 1 };
var findings = new Option<string>("--findings") { Description = "Folder for inputs that fail.", DefaultValueFactory = _ => "artifacts/fuzzing" };
var input = new Option<FileInfo?>("--input") { Description = "Run this input once, without mutations. Needs --target." };
var root = new RootCommand("Feeds mutated inputs to everything that reads what others send.") { seconds, target, seed, findings, input };
root.SetAction(parsed =>
{
    var names = parsed.GetValue(target) is { } one ? [one] : TargetList.Regular;
    if (parsed.GetValue(input) is { } file && parsed.GetValue(target) is null)
    {
        Console.Error.WriteLine("--input needs --target.");
        return 2;
    }

    Instrumentation.Apply();
    var failures = names.Count(name => !Supervisor.Run(name, new(
        parsed.GetValue(seed), TimeSpan.FromSeconds(parsed.GetValue(seconds) / names.Count), parsed.GetValue(findings)!, parsed.GetValue(input)?.FullName)));
    Console.WriteLine(failures == 0 ? $"{names.Count} targets, nothing found" : $"{failures} of {names.Count} targets failed");
    return failures == 0 ? 0 : 1;
});
return root.Parse(args).Invoke();
