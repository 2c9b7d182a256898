using System.Security.Cryptography;
using System.Text;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.CloudFront;

namespace Pipeline.Infra.Components;

/// <summary>The public keys of those who sign URLs.</summary>
internal static class SignedUrlKeys
{
    /// <summary>Characters of the hash in a key's name. CloudFront cannot change a key, so that another one is another resource.</summary>
    private const int HashLength = 8;

    /// <returns>The group of the keys; null if there are none, so that URLs need no signature.</returns>
    public static KeyGroup? Create(PipelineContext context, IReadOnlyList<string> keys, Resource parent)
    {
        if (keys.Count == 0)
        {
            return null;
        }

        var ids = keys.Select(key =>
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..HashLength];
            return (Input<string>)new PublicKey(context.NameOf($"cdn-{hash}"), new PublicKeyArgs
            {
                Name = context.NameOf($"cdn-{hash}"),
                Comment = $"Signs URLs of {context.Name}",
                EncodedKey = key,
            }, new CustomResourceOptions { Parent = parent }).Id;
        });
        return new(context.NameOf("cdn"), new KeyGroupArgs
        {
            Name = context.NameOf("cdn"),
            Comment = $"Sign URLs of {context.Name}",
            Items = ids.ToArray(),
        }, new CustomResourceOptions { Parent = parent });
    }
}
