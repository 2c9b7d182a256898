using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>Reads the outputs of a stack with the Pulumi CLI.</summary>
internal static class PulumiOutputs
{
    /// <param name="stack">Name of the stack; null for the selected stack.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outputs as JSON.</returns>
    /// <exception cref="UsageException">Pulumi cannot be run or reports an error. The message quotes it.</exception>
    public static async Task<string> ReadAsync(string? stack, CancellationToken cancellationToken)
    {
        string[] stackArguments = stack is null ? [] : ["--stack", stack];
        using var pulumi = Start(["stack", "output", "--json", "--non-interactive", .. stackArguments]);
        var output = pulumi.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = pulumi.StandardError.ReadToEndAsync(cancellationToken);
        await pulumi.WaitForExitAsync(cancellationToken);
        return pulumi.ExitCode == 0
            ? await output
            : throw new UsageException($"`pulumi stack output` failed with exit code {pulumi.ExitCode}: {(await errors).Trim()}");
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("pulumi", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception exception)
        {
            throw new UsageException(
                $"Cannot run the Pulumi CLI ({exception.Message}). Install it, or pass the stack's outputs with --outputs FILE.");
        }
    }
}
