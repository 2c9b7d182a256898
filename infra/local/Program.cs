using System.Runtime.CompilerServices;
using Pipeline.Imaging.Buffers;
using Pipeline.Local.Commands;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Files;

// Before anything else is loaded: every library is an open file.
if (OpenFileLimit.FindError() is { } error)
{
    Console.Error.WriteLine(error);
    return 2;
}

return await RunAsync(args);

[MethodImpl(MethodImplOptions.NoInlining)]
static Task<int> RunAsync(string[] arguments)
{
    // Before other threads allocate: each of the first ones would get a heap of its own, which never shrinks.
    NativeHeap.Configure();
    return CommandLine.RunAsync(LocalCommands.Create(), arguments.Length > 0 ? arguments : [ServeCommand.Name], LocalFaults.Explain, LocalExamples.Create());
}
