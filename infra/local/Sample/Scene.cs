using System.Numerics;
using Pipeline.Core.Imaging;

namespace Pipeline.Local.Sample;

/// <summary>A mountain lake at sunrise, drawn from back to front.</summary>
internal static class Scene
{
    private static readonly Spruce[] Spruces =
    [
        new(0.315f, 1.105f, 0.40f, 501),
        new(0.945f, 1.120f, 0.30f, 502),
        new(0.205f, 1.135f, 0.62f, 503),
        new(0.045f, 1.175f, 0.86f, 504),
    ];

    /// <summary>Draws on a stored picture of 4:3, every pixel of it.</summary>
    public static void Draw(PixelBuffer stored)
    {
        var canvas = new Canvas(stored);
        var mountains = new Mountains(canvas.Width);
        var forest = new FarForest();
        var meadow = new Meadow();
        Parallel.For(0, canvas.Width, column =>
        {
            var middle = (column + 0.5f) * canvas.Pixel;
            var edge = Meadow.Edge(middle);
            var sky = Sky.Column(middle, 4 * canvas.Pixel);
            canvas.SetColumn(column, (x, y) => Background(x, y, edge, sky));
        });

        // Strips are drawn independently: the picture does not depend on how many threads there are.
        var strips = Enumerable.Range(0, 32).Select(i => new Strip(i * canvas.Width / 32, (i + 1) * canvas.Width / 32));
        Parallel.ForEach(strips, strip => Foreground(new Brush(canvas, strip), meadow));

        Vector3 Mirrored(float x, float y) => forest.At(x, y, mountains.At(x, y, Sky.At));

        Vector3 Background(float x, float y, float edge, Func<float, float, Vector3> sky)
        {
            var shore = Math.Clamp(((y - edge) * canvas.Width) + 0.5f, 0, 1);
            var colour = shore == 1 ? default : y < Mountains.Foot ? forest.At(x, y, mountains.At(x, y, sky)) : Lake.At(x, y, Mirrored);
            return shore == 0 ? colour : Vector3.Lerp(colour, Meadow.Ground(x, y, edge), shore);
        }
    }

    private static void Foreground(Brush brush, Meadow meadow)
    {
        Birds(brush);
        var drawn = 0f;
        foreach (var spruce in Spruces)
        {
            meadow.Draw(brush, drawn, spruce.Foot);
            spruce.Draw(brush);
            drawn = spruce.Foot;
        }

        meadow.Draw(brush, drawn, 2);
    }

    private static void Birds(Brush brush)
    {
        var colour = new Vector3(0.20f, 0.20f, 0.28f);
        for (var i = 0; i < 9; i++)
        {
            var at = new Vector2(0.60f + (0.038f * i) + (0.02f * Noise.Random(i, 0, 600)), 0.235f - (0.018f * MathF.Abs(i - 3.4f)) + (0.012f * Noise.Random(i, 1, 600)));
            var span = 0.0085f + (0.004f * Noise.Random(i, 2, 600));
            var flap = span * (Noise.Random(i, 3, 600) - 0.2f);
            brush.Stroke(at, at + new Vector2(-span * 0.5f, -flap - (span * 0.3f)), at + new Vector2(-span, -flap * 0.4f), 0.0016f, colour, colour);
            brush.Stroke(at, at + new Vector2(span * 0.5f, -flap - (span * 0.3f)), at + new Vector2(span, -flap * 0.4f), 0.0016f, colour, colour);
        }
    }
}
