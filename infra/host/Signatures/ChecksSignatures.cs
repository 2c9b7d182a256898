namespace Pipeline.Host.Signatures;

/// <summary>Metadata of an endpoint that checks the signatures of its requests itself, if the host has credentials.</summary>
public sealed class ChecksSignatures
{
    public static readonly ChecksSignatures Instance = new();

    private ChecksSignatures()
    {
    }
}
