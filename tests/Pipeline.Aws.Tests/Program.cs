using Pipeline.Aws.Tests.Lambda;
using Pipeline.Aws.Tests.Resize;

namespace Pipeline.Aws.Tests;

/// <summary>What the test assembly does when it is started as a program, by its own tests: the memory of a function is that of a process.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments) => arguments switch
    {
        [FunctionInChildProcess.Argument, var calls, .. var files] => await FunctionInChildProcess.RunAsync(calls, files),
        [ColdStart.Argument, var function, var folder] => ColdStart.Start(function, folder),
        _ => 2,
    };
}
