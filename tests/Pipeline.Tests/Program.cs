using Pipeline.Tests.Imaging.Memory;
using Pipeline.Tests.Imaging.Resampling;

namespace Pipeline.Tests;

/// <summary>
/// What the test assembly does when it is started as a program, by its own tests: some things are settled once for a
/// process, and can be tested in a fresh one only.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        [ResamplerInChildProcess.Argument] => ResamplerInChildProcess.Run(),
        [RenditionsInChildProcess.Argument, var file, var set] => RenditionsInChildProcess.Run(file, set),
        _ => 2,
    };
}
