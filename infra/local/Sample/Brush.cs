using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>Strokes and dots with soft edges, drawn within one strip of the canvas.</summary>
internal sealed class Brush(Canvas canvas, Strip strip)
{
    /// <summary>Whether anything from <paramref name="left"/> to <paramref name="right"/> shows in this strip.</summary>
    public bool Reaches(float left, float right) => right * canvas.Width >= strip.From - 2 && left * canvas.Width <= strip.To + 2;

    /// <summary>A curved stroke that tapers off, its colour running from foot to tip.</summary>
    /// <param name="foot">Where it starts.</param>
    /// <param name="bend">Control point of the curve.</param>
    /// <param name="tip">Where it ends.</param>
    /// <param name="width">Width at the foot.</param>
    /// <param name="footColour">Colour at the foot.</param>
    /// <param name="tipColour">Colour at the tip.</param>
    public void Stroke(Vector2 foot, Vector2 bend, Vector2 tip, float width, Vector3 footColour, Vector3 tipColour)
    {
        var slack = width + (2 * canvas.Pixel);
        if (!Reaches(MathF.Min(foot.X, MathF.Min(bend.X, tip.X)) - slack, MathF.Max(foot.X, MathF.Max(bend.X, tip.X)) + slack))
        {
            return;
        }

        var steps = Math.Max(2, (int)((Vector2.Distance(foot, bend) + Vector2.Distance(bend, tip)) * canvas.Width));
        var upright = MathF.Abs(tip.Y - foot.Y) >= MathF.Abs(tip.X - foot.X);
        for (var step = 0; step <= steps; step++)
        {
            var t = step / (float)steps;
            var at = Vector2.Lerp(Vector2.Lerp(foot, bend, t), Vector2.Lerp(bend, tip, t), t) * canvas.Width;
            var half = Math.Max(0.45f, width * (1 - (t * 0.85f)) * canvas.Width * 0.5f);
            Across(at, half, upright, Vector3.Lerp(footColour, tipColour, t));
        }
    }

    /// <summary>A disc whose radius depends on the angle, its colour on the distance from the middle too.</summary>
    /// <param name="centre">Middle.</param>
    /// <param name="radius">Largest radius.</param>
    /// <param name="squash">Height by width: 1 is seen from the front, less from the side.</param>
    /// <param name="edge">Radius, 0 to 1, for an angle in radians.</param>
    /// <param name="colour">Colour for an angle and a distance from the middle, 0 to 1.</param>
    public void Disc(Vector2 centre, float radius, float squash, Func<float, float> edge, Func<float, float, Vector3> colour)
    {
        if (!Reaches(centre.X - radius, centre.X + radius))
        {
            return;
        }

        var (cx, cy, r) = (centre.X * canvas.Width, centre.Y * canvas.Width, radius * canvas.Width);
        for (var x = Math.Max(strip.From, (int)(cx - r - 1)); x <= Math.Min(strip.To - 1, (int)(cx + r + 1)); x++)
        {
            for (var y = (int)(cy - (r * squash) - 1); y <= (int)(cy + (r * squash) + 1); y++)
            {
                var (dx, dy) = ((x + 0.5f - cx) / r, (y + 0.5f - cy) / (r * squash));
                var distance = MathF.Sqrt((dx * dx) + (dy * dy));
                var angle = MathF.Atan2(dy, dx);
                canvas.Blend(strip, x, y, colour(angle, distance), ((edge(angle) - distance) * r) + 0.5f);
            }
        }
    }

    private void Across(Vector2 at, float half, bool upright, Vector3 colour)
    {
        var (along, across) = upright ? (at.Y, at.X) : (at.X, at.Y);
        for (var i = (int)MathF.Floor(across - half); i <= (int)MathF.Floor(across + half); i++)
        {
            var cover = MathF.Min(i + 1, across + half) - MathF.Max(i, across - half);
            var (x, y) = upright ? (i, (int)along) : ((int)along, i);
            canvas.Blend(strip, x, y, colour, cover);
        }
    }
}
