using System.Diagnostics;
using System.Text;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Programs;

/// <summary>
/// A script for Node.js. The npm packages of its lock file are installed once, below artifacts/, and verified by their integrity hashes.
/// </summary>
/// <param name="source">Folder of the script, <c>package.json</c> and <c>package-lock.json</c>.</param>
/// <param name="package">The package that the script needs.</param>
internal sealed class NodeScript(string source, string package)
{
    private readonly string _installed = Repository.PathOf("artifacts", Path.GetFileName(source) + "-check");

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lock _lock = new();
    private bool _tried;
    private string? _skipReason;

    /// <summary>Why the script cannot run; null if it can.</summary>
    public string? SkipReason
    {
        get
        {
            lock (_lock)
            {
                (_skipReason, _tried) = (_tried ? _skipReason : NodeJs.SkipReason ?? Install(), true);
                return _skipReason;
            }
        }
    }

    /// <summary>Runs the script. If it fails, the test fails.</summary>
    /// <returns>Its standard output.</returns>
    public string Run(string script, string input)
    {
        var (code, output) = Run("node", [script], input);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>Starts a script that runs during the tests. The script must end when its standard input ends.</summary>
    public Process Start(string script, params IReadOnlyList<string> arguments) => StartProgram("node", [script, .. arguments]);

    private string? Install()
    {
        try
        {
            var marker = Path.Combine(_installed, "node_modules", ".installed");
            var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
            Directory.CreateDirectory(_installed);
            foreach (var file in Directory.EnumerateFiles(source))
            {
                File.Copy(file, Path.Combine(_installed, Path.GetFileName(file)), overwrite: true);
            }

            if (File.Exists(marker) && File.ReadAllText(marker) == wanted)
            {
                return null;
            }

            var (code, output) = Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "");
            if (code != 0)
            {
                return $"needs the npm package {package}, which npm ci could not install: {output.Trim()}";
            }

            File.WriteAllText(marker, wanted);
            return null;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"needs npm: {e.Message}";
        }
    }

    private (int Code, string Output) Run(string program, string[] arguments, string input)
    {
        using var process = StartProgram(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }

    private Process StartProgram(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program, arguments)
        {
            WorkingDirectory = _installed,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        return Process.Start(start)!;
    }
}
