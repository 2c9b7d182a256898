using System.Reflection;
using Xunit.Sdk;

namespace Pipeline.Testing.Pictures;

/// <summary>Runs a theory with each EXIF orientation, 1 to 8.</summary>
internal sealed class EveryOrientationAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Enumerable.Range(1, 8).Select(orientation => new object[] { orientation });
}
