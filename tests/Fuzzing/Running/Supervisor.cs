using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Fuzzing.Running;

/// <param name="Seed">Seed of the mutations.</param>
/// <param name="Time">How long to run.</param>
/// <param name="Findings">Folder for inputs that fail.</param>
/// <param name="Input">Runs only this file, if it is not null.</param>
internal sealed record Run(int Seed, TimeSpan Time, string Findings, string? Input);

/// <summary>The parent process: starts the child of a target, watches its time and memory, and keeps the input that ended it.</summary>
internal static class Supervisor
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Starting a host on a busy machine takes long.</summary>
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(120);

    /// <returns>Whether nothing was found.</returns>
    public static bool Run(string target, Run run)
    {
        // A child that is killed leaves its files here.
        var folder = Directory.CreateTempSubdirectory("pipeline-fuzzing-").FullName;
        var shared = Path.Combine(folder, "input");
        try
        {
            using var current = CurrentInput.Create(shared);
            if (run.Input is not null)
            {
                current.Write(File.ReadAllBytes(run.Input));
            }

            using var child = Start(target, shared, run);
            var (errors, gate) = (new StringBuilder(), new Lock());
            child.ErrorDataReceived += (_, line) =>
            {
                lock (gate)
                {
                    errors.AppendLine(line.Data);
                }
            };
            child.BeginErrorReadLine();
            var problem = Watch(child, current, run);
            child.WaitForExit();
            problem ??= child.ExitCode switch
            {
                0 => null,
                FuzzLoop.ContractBroken => "",
                var code => $"The process ended with {code}, as a crash or too little memory does. ",
            };
            if (problem is null)
            {
                return true;
            }

            lock (gate)
            {
                Report(target, run, problem + Shorten(errors.ToString()), current.Read() ?? []);
            }

            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string target, string shared, Run run)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Supervisor).Assembly.Location);
        }

        foreach (var argument in (string[])["child", target, shared, run.Seed.ToString(CultureInfo.InvariantCulture), run.Time.TotalSeconds.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in (string[])["TMPDIR", "TMP", "TEMP"])
        {
            start.Environment[variable] = Path.GetDirectoryName(shared);
        }

        // A crash is expected to end the process, not to write gigabytes.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Ends the child when an input takes too long or too much memory.</summary>
    /// <returns>What was wrong; null if the child ended by itself.</returns>
    private static string? Watch(Process child, CurrentInput current, Run run)
    {
        var (number, since, sinceWall) = (-1L, TimeSpan.Zero, Stopwatch.StartNew());
        while (!child.WaitForExit(Poll))
        {
            try
            {
                child.Refresh();
                var (used, memory) = (child.TotalProcessorTime, child.WorkingSet64);
                if (current.Number != number)
                {
                    (number, since) = (current.Number, used);
                    sinceWall.Restart();
                }

                // Processor time finds a loop, also on a busy machine. A wait that never ends uses none.
                var isHung = used - since > Bounds.Default.Time || sinceWall.Elapsed > (number <= 0 ? MaxStart : 6 * Bounds.Default.Time);
                var problem = isHung && (number > 0 || sinceWall.Elapsed > MaxStart) ? $"The input took more than {Bounds.Default.Time.TotalSeconds} s. "
                    : memory > Bounds.Default.ProcessBytes ? $"The process had {memory:N0} bytes; the bound is {Bounds.Default.ProcessBytes:N0}. "
                    : null;
                if (problem is not null)
                {
                    child.Kill();
                    return problem;
                }
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
            {
                // It has just ended: before or while its times were read.
            }
        }

        return null;
    }

    private static void Report(string target, Run run, string problem, byte[] input)
    {
        Directory.CreateDirectory(run.Findings);
        var file = Path.Combine(run.Findings, $"{target}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        Console.WriteLine($"{target}: FAILED (seed {run.Seed}). {problem.TrimEnd()}");
        Console.WriteLine($"  The input ({input.Length:N0} bytes) is in {file}. Run it again with --target {target} --input {file}");
    }

    private static string Shorten(string text) => text.Length > 4_000 ? text[..4_000] + "…" : text;
}
