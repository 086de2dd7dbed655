using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Shape;

/// <summary>When answers are judged by shape; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class ShapeOptions
{
    /// <summary>Answers of the other side, of the same status and phase, before one is judged by them.</summary>
    [Range(1, 100_000)]
    public int ShapeMinimumSamples { get; set; } = 20;

    /// <summary>Jobs of the other side that were followed before a phase, or an order of phases, that none of them had is a divergence.</summary>
    [Range(1, 100_000)]
    public int ShapeMinimumJobs { get; set; } = 10;

    /// <summary>Jobs whose phases and numbers are followed at the same time; the one not asked for longest goes first.</summary>
    [Range(10, 100_000)]
    public int ShapeMaxJobs { get; set; } = 1_000;
}
