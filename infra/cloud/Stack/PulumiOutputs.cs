using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>Asks the Pulumi CLI for the outputs of a stack.</summary>
internal static class PulumiOutputs
{
    /// <param name="stack">Stack; null for the selected one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>JSON.</returns>
    /// <exception cref="UsageException">Pulumi is not there, or says no; its words are in the message.</exception>
    public static async Task<string> ReadAsync(string? stack, CancellationToken cancellationToken)
    {
        string[] stackArguments = stack is null ? [] : ["--stack", stack];
        using var pulumi = Start(["stack", "output", "--json", "--non-interactive", .. stackArguments]);
        var output = pulumi.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = pulumi.StandardError.ReadToEndAsync(cancellationToken);
        await pulumi.WaitForExitAsync(cancellationToken);
        return pulumi.ExitCode == 0
            ? await output
            : throw new UsageException($"pulumi stack output ended with exit code {pulumi.ExitCode}: {(await errors).Trim()}");
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
                $"The Pulumi CLI cannot be run ({exception.Message}); install it, or give the stack's outputs by --outputs FILE.");
        }
    }
}
