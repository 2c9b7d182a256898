using System.Diagnostics;
using Pipeline.Benchmarks.Material;

namespace Pipeline.Benchmarks.Contenders;

/// <summary>Installs and starts the contenders: sharp with npm from a lock file, the others with apt if the user is root.</summary>
/// <param name="log">Logs installations, and contenders that are left out with the reason.</param>
internal sealed class Installation(Action<string> log)
{
    private readonly List<string> _skipped = [];
    private readonly List<string> _versions = [];

    /// <summary>Name and version of every contender that took part.</summary>
    public IReadOnlyList<string> Versions => _versions;

    /// <summary>Peers that are left out, each with the reason.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Starts a fresh process of the pipeline.</summary>
    public PeerProcess StartPipeline() => AddVersion(new PeerProcess(ContenderNames.Ours, Workspace.Root, Environment.ProcessPath!, Workspace.OwnArguments("peer")));

    /// <summary>Starts a fresh process of sharp; null if it cannot be installed.</summary>
    public PeerProcess? TryStartSharp() => Try("sharp", () => InstallByNpm("sharp", log), folder => new PeerProcess("sharp", folder, "node", "peer.mjs"));

    /// <summary>Starts a fresh process of Pillow; null if it cannot be installed.</summary>
    public IContender? TryStartPillow() => Try<IContender>(
        "Pillow",
        () => CanRun("/usr/bin/python3", "-c", "import PIL") ? "/usr/bin/python3" : CanRun("python3", "-c", "import PIL") ? "python3" : InstallByApt("python3-pil", "/usr/bin/python3"),
        python => new PeerProcess("Pillow", Workspace.Root, python, Workspace.PathOf("tests", "Benchmarks", "peers", "pillow.py")));

    /// <summary>ImageMagick's command; null if it cannot be installed.</summary>
    public IContender? TryGetImageMagick() => Try<IContender>(
        "ImageMagick", () => FindOrInstall("/usr/bin/convert", "imagemagick"), program => CommandLineTool.CreateImageMagick(program, FirstLine(program, "-version")));

    /// <summary>libvips' command; null if it cannot be installed.</summary>
    public IContender? TryGetVipsThumbnail() => Try<IContender>(
        "vipsthumbnail",
        () => FindOrInstall("/usr/bin/vipsthumbnail", "libvips-tools"),
        program => CommandLineTool.CreateVipsThumbnail(program, FirstLine(program, "--vips-version")));

    /// <summary>Path of libheif's command, which makes HEIC files for measurements; null if it is not installed.</summary>
    public string? TryGetHeifEnc()
    {
        const string program = "/usr/bin/heif-enc";
        const string reason = "HEIC files: heif-enc is missing; install libheif-examples";
        if (!File.Exists(program) && !_skipped.Contains(reason))
        {
            _skipped.Add(reason);
        }

        return File.Exists(program) ? program : null;
    }

    private T? Try<T>(string name, Func<string> install, Func<string, T> start)
        where T : class, IContender
    {
        if (_skipped.Any(skipped => skipped.StartsWith(name + ":", StringComparison.Ordinal)))
        {
            return null;
        }

        try
        {
            return AddVersion(start(install()));
        }
        catch (ContenderException exception)
        {
            _skipped.Add($"{name}: {exception.Message}");
            log($"left out, {_skipped[^1]}");
            return null;
        }
    }

    private T AddVersion<T>(T contender)
        where T : IContender
    {
        if (!_versions.Contains(contender.Version))
        {
            _versions.Add(contender.Version);
        }

        return contender;
    }

    /// <summary>Copies a folder of <c>peers</c> below artifacts, and installs its npm packages there by its lock file.</summary>
    /// <param name="peer">Name of the folder.</param>
    /// <param name="log">Logs the installation.</param>
    /// <returns>Path of the copy.</returns>
    /// <exception cref="ContenderException">npm failed or is not installed.</exception>
    public static string InstallByNpm(string peer, Action<string> log)
    {
        var source = Workspace.PathOf("tests", "Benchmarks", "peers", peer);
        var folder = Workspace.CreateArtifactsFolder("benchmarks", peer);
        var wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        var marker = Path.Combine(folder, "node_modules", ".installed");
        if (!File.Exists(marker) || File.ReadAllText(marker) != wanted)
        {
            log($"installing the packages of {peer} with npm");
            // On Windows npm is a command file.
            var (code, output) = Run(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error");
            if (code != 0)
            {
                throw new ContenderException($"npm ci failed: {output.Trim()}");
            }

            File.WriteAllText(marker, wanted);
        }

        return folder;
    }

    private string FindOrInstall(string program, string package) => File.Exists(program) ? program : InstallByApt(package, program);

    private string InstallByApt(string package, string program)
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
        {
            throw new ContenderException($"is not installed, and the package {package} can only be installed by root with apt");
        }

        log($"installing {package} with apt");
        var (code, output) = Run("/", "/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends", package);
        return code == 0 && File.Exists(program) ? program : throw new ContenderException($"apt-get install {package} failed: {LastLine(output)}");
    }

    private static bool CanRun(string program, params string[] arguments)
    {
        try
        {
            return Run("/", program, arguments).Code == 0;
        }
        catch (ContenderException)
        {
            return false;
        }
    }

    private static string FirstLine(string program, string argument) =>
        Run("/", program, argument).Output.Split('\n')[0].Replace("Version: ", "", StringComparison.Ordinal).Split(" https:")[0].Trim();

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];

    /// <exception cref="ContenderException">There is no such program.</exception>
    public static (int Code, string Output) Run(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ContenderException($"{program}: {exception.Message}");
        }
    }
}

internal static class ContenderNames
{
    public const string Ours = "Image Pipeline";
}
