namespace Pipeline.Benchmarks.Contenders;

/// <summary>A program that makes renditions, in its own process.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Name of its column, such as <c>sharp</c>.</summary>
    string Name { get; }

    /// <summary>Name and version of the contender and of the libraries that matter.</summary>
    string Version { get; }

    /// <exception cref="ContenderException">The contender failed. The message says why.</exception>
    PeerResponse Send(PeerRequest request);
}

/// <summary>A contender failed. The message names it and says why.</summary>
internal sealed class ContenderException(string message) : Exception(message);
