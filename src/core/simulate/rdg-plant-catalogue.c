/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated plant's constant tables: see rdg-plant-catalogue.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-plant-catalogue.h"

#include <string.h>

/* Zone weights: rear, centre, doors, front, general, underbody, documents, back office,
 * electrical, unknown. */
const RdgPlantHall rdg_plant_halls[RDG_PLANT_N_HALLS] = {
  { "ZP5", 0, 10, 22.0, 60.0, 0.55, { 18, 14, 22, 16, 20, 8, 0, 0, 0, 2 } },
  { "ZP5A", 10, 12, 30.0, 410.0, 0.80, { 18, 12, 28, 20, 18, 2, 0, 0, 0, 2 } },
  { "ZP61", 22, 8, 18.0, 180.0, 0.30, { 10, 22, 18, 16, 14, 10, 0, 0, 8, 2 } },
  { "ZP6", 30, 10, 26.0, 260.0, 0.60, { 12, 22, 16, 16, 10, 10, 2, 0, 10, 2 } },
  { "ZP62", 40, 8, 26.0, 275.0, 0.60, { 12, 22, 16, 16, 10, 10, 2, 0, 10, 2 } },
  { "CAB", 48, 9, 16.0, 75.0, 0.45, { 4, 8, 6, 14, 10, 12, 2, 2, 40, 2 } },
  { "ZP7", 57, 10, 38.0, 55.0, 3.40, { 15, 20, 20, 14, 12, 6, 3, 1, 7, 2 } },
  { "ROD", 67, 4, 24.0, 0.0, 0.0, { 10, 10, 8, 20, 12, 24, 0, 0, 14, 2 } },
  { "AGUA", 71, 3, 14.0, 50.0, 0.08, { 20, 14, 46, 14, 4, 0, 0, 0, 0, 2 } },
  { "ZP8", 74, 4, 32.0, 120.0, 0.35, { 14, 20, 18, 14, 20, 2, 6, 2, 2, 2 } },
  { "ZP8R", 78, 2, 55.0, 90.0, 0.05, { 14, 20, 18, 14, 20, 2, 6, 2, 2, 2 } },
};

const RdgPlantZone rdg_plant_zones[RDG_PLANT_N_ZONES] = {
  { "rear", 1,
    { "Tampa traseira", "Para-choque traseiro", "Lanterna traseira", "Vidro traseiro",
      "Painel traseiro", "Bagagito", "Amortecedor da tampa", "Emblema traseiro" } },
  { "centre", 2,
    { "Painel lateral", "Teto", "Banco dianteiro", "Console central", "Cinto de segurança",
      "Coluna B", "Painel de instrumentos", "Revestimento do teto" } },
  { "doors", 4,
    { "Porta dianteira esquerda", "Porta dianteira direita", "Porta traseira esquerda",
      "Porta traseira direita", "Guarnição da porta", "Maçaneta", "Vidro da porta",
      "Borracha da porta" } },
  { "front", 5,
    { "Capô", "Para-choque dianteiro", "Farol", "Para-lama", "Grade dianteira", "Para-brisa",
      "Volante", "Caixa de direção" } },
  { "general", 133,
    { "Carroceria", "Pintura geral", "Acabamento", "Limpeza", "Ruído", "Fixação geral",
      "Espaçamento", "Etiqueta" } },
  { "underbody", 137,
    { "Assoalho", "Braço da suspensão", "Tubo de freio", "Escapamento", "Protetor do cárter",
      "Eixo traseiro", "Roda", "Mola dianteira" } },
  { "documents", 140,
    { "Ficha do veículo", "Manual", "Plaqueta", "Nota de inspeção", "Cartão de rastreio",
      "Etiqueta de pneus", "Código do motor", "Relatório de teste" } },
  { "back office", 9830945,
    { "Liberação do sistema", "Cadastro", "Ordem de retrabalho", "Bloqueio", "Pendência",
      "Registro de medição", "Roteiro", "Carimbo" } },
  { "electrical", 9830946,
    { "Chicote elétrico", "Módulo da central", "Sensor de estacionamento", "Rádio", "Bateria",
      "Airbag", "Câmera de ré", "Limpador do para-brisa" } },
  { "unknown", -2,
    { "Peça não identificada", "Item avulso", "Componente", "Conjunto", "Suporte", "Parafuso",
      "Grampo", "Tampa" } },
};

/* Engine weights: as rdg_plant_engines; the last is the blank code. */
const RdgPlantVariant rdg_plant_variants[RDG_PLANT_N_VARIANTS] = {
  { "BF11GZ", 0.17, { 80, 15, 0, 2, 3 }, 1080.0, FALSE, FALSE },
  { "BF12GZ", 0.15, { 70, 25, 0, 2, 3 }, 1090.0, FALSE, FALSE },
  { "BF12HZ", 0.13, { 60, 30, 5, 2, 3 }, 1095.0, TRUE, FALSE },
  { "BF13HZ", 0.11, { 20, 60, 15, 2, 3 }, 1110.0, TRUE, FALSE },
  { "BF13JZ", 0.10, { 10, 55, 30, 2, 3 }, 1125.0, TRUE, TRUE },
  { "BF14JZ", 0.08, { 0, 30, 65, 2, 3 }, 1130.0, TRUE, TRUE },
  { "BF14KZ", 0.07, { 0, 20, 75, 2, 3 }, 1145.0, FALSE, TRUE },
  { "BF15KZ", 0.05, { 0, 10, 80, 7, 3 }, 1150.0, TRUE, TRUE },
  { "BF21GX", 0.05, { 50, 20, 0, 27, 3 }, 1100.0, FALSE, FALSE },
  { "BF22HX", 0.04, { 30, 20, 0, 47, 3 }, 1105.0, FALSE, FALSE },
  { "BF23JX", 0.03, { 0, 30, 20, 47, 3 }, 1120.0, TRUE, TRUE },
  { "BF24KX", 0.015, { 0, 10, 30, 57, 3 }, 1140.0, TRUE, TRUE },
  { "AW12CZ", 0.005, { 90, 5, 0, 0, 5 }, 1030.0, FALSE, FALSE },
};

const RdgPlantColour rdg_plant_colours[RDG_PLANT_N_COLOURS] = {
  { "0Q0Q", 0.20, 430.0 }, { "A1A1", 0.14, 432.0 }, { "K2K2", 0.13, 436.0 },
  { "2R2R", 0.12, 434.0 }, { "5K5K", 0.10, 438.0 }, { "P0P0", 0.08, 436.0 },
  { "H7H7", 0.06, 440.0 }, { "G2G2", 0.05, 431.0 }, { "V9V9", 0.04, 445.0 },
  { "2RA1", 0.03, 495.0 }, { "0QA1", 0.02, 490.0 }, { "5KA1", 0.02, 498.0 },
  { "H7A1", 0.01, 500.0 },
};

const char * const rdg_plant_engines[RDG_PLANT_N_ENGINES] = { "DHSA", "CWLA", "DRPA", "CSEB", "" };

const RdgPlantOperation rdg_plant_operations[RDG_PLANT_N_OPERATIONS] = {
  { "3108", 4, 59.0, 0.9, 92.0, 7.0, 4.0, RDG_PLANT_ZP61, RDG_PLANT_IN_PREDICT },
  { "3112", 4, 110.0, 1.8, 64.0, 5.0, 3.2, RDG_PLANT_ZP61, RDG_PLANT_IN_PREDICT },
  { "3215", 2, 24.0, 0.5, 118.0, 9.0, 3.4, RDG_PLANT_ZP6, RDG_PLANT_IN_PREDICT },
  { "3340", 6, 8.5, 0.25, 210.0, 18.0, 3.0, RDG_PLANT_ZP6, RDG_PLANT_IN_PREDICT },
  { "4120", 4, 140.0, 2.4, 48.0, 4.0, 3.4, RDG_PLANT_ZP6, RDG_PLANT_IN_PREDICT },
  { "4127", 3, 45.0, 0.8, 75.0, 6.0, 3.2, RDG_PLANT_ZP6, RDG_PLANT_IN_PREDICT },
  { "5210", 2, 20.0, 0.45, 95.0, 8.0, 3.2, RDG_PLANT_ZP6,
    RDG_PLANT_IN_PREDICT | RDG_PLANT_NO_MIN_TORQUE | RDG_PLANT_SUNROOF_ONLY },
  { "3114", 2, 70.0, 1.1, 80.0, 6.0, 3.2, RDG_PLANT_ZP61, 0 },
  { "3126", 4, 33.0, 0.6, 105.0, 9.0, 3.2, RDG_PLANT_ZP61, 0 },
  { "3220", 3, 12.0, 0.3, 160.0, 14.0, 3.2, RDG_PLANT_ZP61, 0 },
  { "3351", 4, 9.0, 0.25, 190.0, 16.0, 3.0, RDG_PLANT_ZP6, 0 },
  { "3402", 2, 50.0, 0.9, 70.0, 6.0, 3.2, RDG_PLANT_ZP6, 0 },
  { "4131", 5, 120.0, 2.0, 55.0, 5.0, 3.2, RDG_PLANT_ZP6, 0 },
  { "4205", 4, 25.0, 0.5, 88.0, 8.0, 3.2, RDG_PLANT_ZP6, 0 },
  { "4310", 2, 15.0, 0.35, 130.0, 12.0, 3.2, RDG_PLANT_ZP6, 0 },
  { "5102", 4, 22.0, 0.5, 97.0, 8.0, 3.2, RDG_PLANT_ZP6, 0 },
  { "5233", 3, 6.0, 0.2, 240.0, 22.0, 3.0, RDG_PLANT_ZP6, 0 },
  { "6001", 5, 125.0, 2.1, 60.0, 5.0, 3.4, RDG_PLANT_ZP6, 0 },
};

const char * const rdg_plant_defects[RDG_PLANT_N_DEFECTS] = {
  "Sujeira na pintura", "Risco", "Escorrido", "Falta de tinta", "Cratera", "Tonalidade diferente",
  "Amassado", "Solto", "Mal montado", "Faltante", "Desalinhado", "Folga irregular", "Ruído",
  "Não funciona", "Manchado", "Quebrado", "Torque irregular", "Vazamento", "Interferência",
  "Trocado", "Sujo", "Rasgado", "Vibração", "Código de falha na central",
};

/**
 * rdg_plant_find_operation:
 * @code: a code of the catalogue
 *
 * Returns: the operation's place in #rdg_plant_operations
 */
guint
rdg_plant_find_operation (const char *code)
{
  for (guint i = 0; i < RDG_PLANT_N_OPERATIONS; i++)
    if (strcmp (rdg_plant_operations[i].code, code) == 0)
      return i;

  g_return_val_if_reached (0);
}
