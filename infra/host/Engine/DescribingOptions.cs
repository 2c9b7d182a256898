using Pipeline.Core.Describing;

namespace Pipeline.Host.Engine;

/// <summary>How a pipeline describes images and keeps them from readers.</summary>
/// <param name="Vision">The model that looks at images; null if only people describe and release them.</param>
/// <param name="Moderation">Which images are kept from readers; null for none.</param>
public sealed record DescribingOptions(VisionOptions? Vision, ModerationPolicy? Moderation = null);

/// <param name="Model">Looks at images.</param>
/// <param name="Settings">What it is asked.</param>
public sealed record VisionOptions(IVisionModel Model, DescriptionSettings Settings);
