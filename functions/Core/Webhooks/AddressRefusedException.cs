using System.Net;

namespace Pipeline.Core.Webhooks;

/// <summary>All addresses of a webhook's host are refused.</summary>
/// <param name="host">Name of the host.</param>
/// <param name="address">One of its addresses.</param>
/// <param name="problem">Why it is refused, such as <c>link-local</c>.</param>
public sealed class AddressRefusedException(string host, IPAddress address, string problem)
    : Exception($"{host} {(host.Trim('[', ']') == address.ToString() ? "" : $"has the address {address}, which ")}is {problem}. Webhooks go to public addresses unless others are allowed.");
