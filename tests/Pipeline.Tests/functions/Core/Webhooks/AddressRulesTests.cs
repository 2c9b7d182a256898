using System.Net;
using Pipeline.Core.Webhooks;

namespace Pipeline.Tests.Core.Webhooks;

public sealed class AddressRulesTests
{
    private static readonly AddressRules Loopback = new(AllowsLoopback: true, AllowsPrivate: false);
    private static readonly AddressRules Everything = new(AllowsLoopback: true, AllowsPrivate: true);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void PublicAddressIsAllowed(string address) => Assert.Null(AddressRules.PublicOnly.FindProblem(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    public void AddressOfTheMachineIsRefusedUnlessAllowed(string address)
    {
        Assert.Equal("this machine", AddressRules.PublicOnly.FindProblem(IPAddress.Parse(address)));
        Assert.Null(Loopback.FindProblem(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("fc00::1")]
    [InlineData("fdff:ffff::1")]
    [InlineData("fec0::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:0:192.168.1.1")]
    [InlineData("64:ff9b::172.16.0.1")]
    [InlineData("2002:c0a8:101::1")]
    public void PrivateAddressIsRefusedUnlessAllowed(string address)
    {
        Assert.NotNull(Loopback.FindProblem(IPAddress.Parse(address)));
        Assert.Null(Everything.FindProblem(IPAddress.Parse(address)));
    }

    /// <summary>Metadata services with credentials, addresses that stand for others, and networks that are no place for a receiver.</summary>
    [Theory]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("169.254.170.2", "link-local")]
    [InlineData("::ffff:169.254.169.254", "link-local")]
    [InlineData("64:ff9b::169.254.169.254", "link-local")]
    [InlineData("2002:a9fe:a9fe::", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fd00:ec2::254", "a metadata service of a cloud")]
    [InlineData("100.100.100.200", "a metadata service of a cloud")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("::ffff:0.0.0.0", "unspecified")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("64:ff9b:1::10.0.0.1", "reserved")]
    [InlineData("2001:0:53aa:64c:0:0:80ff:fffe", "reserved")]
    [InlineData("192.0.2.1", "for documentation")]
    [InlineData("2001:db8::1", "for documentation")]
    [InlineData("198.18.0.1", "for benchmarks")]
    public void SpecialAddressIsRefusedWhateverIsAllowed(string address, string problem) => Assert.Equal(problem, Everything.FindProblem(IPAddress.Parse(address)));
}
