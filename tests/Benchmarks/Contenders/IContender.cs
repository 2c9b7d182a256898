namespace Pipeline.Benchmarks.Contenders;

/// <summary>Something that makes renditions, in a process of its own.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Column name: <c>sharp</c>.</summary>
    string Name { get; }

    /// <summary>Name and version of all that counts in it.</summary>
    string Version { get; }

    /// <exception cref="ContenderException">It failed, and says why.</exception>
    PeerResponse Send(PeerRequest request);
}

/// <summary>A contender failed; the message names it and says why.</summary>
internal sealed class ContenderException(string message) : Exception(message);
