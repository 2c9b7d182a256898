using System.Net;
using System.Net.Sockets;

namespace Pipeline.Core.Webhooks;

/// <summary>
/// Which addresses webhooks may go to. Who sets a webhook must not reach through the host what only the host can reach: services of its own machine
/// and network, and the credentials that clouds serve under link-local addresses (server-side request forgery).
/// </summary>
/// <param name="AllowsLoopback">Whether the host's own machine is allowed.</param>
/// <param name="AllowsPrivate">Whether private networks are allowed. Link-local addresses and other special ones never are.</param>
public sealed record AddressRules(bool AllowsLoopback, bool AllowsPrivate)
{
    /// <summary>Only public addresses.</summary>
    public static AddressRules PublicOnly { get; } = new(false, false);

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Networks that contain IPv4 addresses, and where in the address they are, in bytes.</summary>
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("::/96"), 12), // IPv4-compatible
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), // IPv4-translated (SIIT)
        (IPNetwork.Parse("64:ff9b::/96"), 12), // NAT64
        (IPNetwork.Parse("2002::/16"), 2), // 6to4
    ];

    /// <summary>Special networks, the first that contains an address counts. Source: the special-purpose address registries of IANA.</summary>
    private static readonly (IPNetwork Network, AddressKind Kind, string Name)[] Special =
    [
        (IPNetwork.Parse("100.100.100.200/32"), AddressKind.Forbidden, "a metadata service of a cloud"),
        (IPNetwork.Parse("168.63.129.16/32"), AddressKind.Forbidden, "a metadata service of a cloud"),
        (IPNetwork.Parse("fd00:ec2::/32"), AddressKind.Forbidden, "a metadata service of a cloud"),
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Forbidden, "unspecified"),
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback, "this machine"),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.Forbidden, "link-local"),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private, "in a private network"),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private, "in a private network"),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private, "in a private network"),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private, "in a provider's network (CGNAT)"),
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Forbidden, "reserved"),
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Forbidden, "for documentation"),
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Forbidden, "for documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Forbidden, "for documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Forbidden, "reserved"),
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Forbidden, "for benchmarks"),
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Forbidden, "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Forbidden, "reserved"),
        (IPNetwork.Parse("::/128"), AddressKind.Forbidden, "unspecified"),
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback, "this machine"),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private, "in a private network"),
        (IPNetwork.Parse("fe80::/10"), AddressKind.Forbidden, "link-local"),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Private, "in a private network"),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Forbidden, "multicast"),
        (IPNetwork.Parse("2001::/23"), AddressKind.Forbidden, "reserved"), // Teredo, among others
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Forbidden, "for documentation"),
        (IPNetwork.Parse("3fff::/20"), AddressKind.Forbidden, "for documentation"),
    ];

    private enum AddressKind
    {
        Public,
        Loopback,
        Private,
        Forbidden,
    }

    /// <summary>Says why an address is refused, such as <c>link-local</c>; null if it is allowed.</summary>
    public string? FindProblem(IPAddress address)
    {
        var (kind, name) = Describe(address);
        return kind switch
        {
            AddressKind.Public => null,
            AddressKind.Loopback when AllowsLoopback => null,
            AddressKind.Private when AllowsPrivate => null,
            _ => name,
        };
    }

    private static (AddressKind Kind, string Name) Describe(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Describe(address.MapToIPv4());
        }

        foreach (var (network, kind, name) in Special)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return (kind, name);
            }
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return (AddressKind.Public, "");
        }

        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(address))
            {
                return Describe(new IPAddress(address.GetAddressBytes().AsSpan(offset, 4)));
            }
        }

        // Nothing else of IPv6 is in use, and what is taken into use one day need not be public.
        return GlobalUnicast.Contains(address) ? (AddressKind.Public, "") : (AddressKind.Forbidden, "reserved");
    }
}
